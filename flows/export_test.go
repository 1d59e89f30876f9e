package flows

// EngineMessages is the table of the engine's own sentences, for the tests.
var EngineMessages = engineMessages
