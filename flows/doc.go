// Package flows is the language in which conversations are written, and the
// engine that holds them.
//
// A folder of YAML files, written by people who do not program, is loaded by
// [Load] into a [Set]: flows, the catalogue of sentences, lists to pick from,
// command words and menus. Loading checks everything against what the host
// declares in [Needs] and reports every mistake at once, with its place and
// what to write instead; a Set without problems cannot name a variable, list
// or question that is not there.
//
// A conversation is a [State], plain data that the host keeps as JSON.
// [Set.Step] is a pure function from a state and an [Event] to the next state
// and the [Effect]s to carry out: say this, wait so long, hand over these
// answers, it is over. There is no program counter. Each step walks the flow
// from its beginning over the answers given so far, and the first question
// without one is the question in view (walk.go). So going back is taking an
// answer away, changing one is asking it again, a branch that opens asks only
// what is new, and a draft goes on after weeks or after a restart.
//
// What people type is read kindly and never guessed where a guess could do
// harm (wrote.go and its neighbours): a number or a name chooses, accents may
// be missing, a text may come in pieces, a whole message may be a command, and
// words such as "thôi" or "nóng" inside a story are asked back. Nothing typed
// is lost: a text taken back is offered again. Personal data is masked once
// more when a text is complete.
//
// A conversation stays on the Set it began with: [Set.Version] is a hash of
// the folder, [Set.Bundle] is the folder in one piece, and [LoadBundle] brings
// an old version back.
//
// The package does no I/O and knows no clock, unit, kind of report or
// platform. [Default] holds the flows that come with the program.
package flows
