// Package zalo speaks with a Zalo Official Account (OA): events come in
// through a webhook, messages go out through the OA's consultation ("cs") and
// group endpoints.
//
// The story of a message in: [Channel.ServeHTTP] bounds the body, checks the
// signature over its raw bytes, looks the event's name up in one table
// (events.go) and hands the bytes to the inbox; only then Zalo is told 200.
// Whatever is signed and understood is kept, however old: deciding that
// something comes too late is not the webhook's business. Later
// [Channel.Decode], a pure function, turns the bytes into a chat.Inbound.
//
// The story of a message out: [Channel.Parts] cuts what is long; for each part
// [Channel.Send] draws the choices (numbers in the text, buttons beside it),
// gets the access token and posts.
// Zalo answers HTTP 200 for nearly everything; the number in the answer is
// looked up in one table (errors.go) that says how the outbox reacts.
//
// The token lives 25 hours and its refresh token serves once: using it kills
// both old tokens. So there is one refresh at a time, the pair is in the vault
// before it is used, and what cannot be known (an answer lost on the way, a
// crash before the save) ends in the state "needs authorisation" with an alert
// and never in a guess. A human then authorises the app again
// ([Channel.Authorise]).
//
// [Channel.Step] also asks daily how the OA stands (health.go) and fetches from
// the recent chats what the webhook never brought (recovery.go), under the
// keys that the webhook would have given, so that nothing is taken twice.
//
// Nothing here reads a clock but the webhook, whom nobody hands a time, and it
// asks the clock it was given. Nothing here retries, but for one forced token
// refresh and one fall from buttons to plain text.
package zalo
