// Package telegram is the channel to Telegram's Bot API.
//
// Three straight lines go through it. In: [Channel.ServeHTTP] (or, in poll
// mode, [Channel.Step]) takes an update, keeps its bytes through
// [chat.Inbox.Accept] under its update_id, and only then tells the platform
// that it has it. Reading: [Channel.Decode] turns the kept bytes into a
// [chat.Inbound]; it is pure. Out: [Channel.Parts] cuts what is long,
// [Channel.Send] sends one part as plain text with inline buttons, or answers a
// press, and a refusal becomes a [chat.SendError] by the one table in
// errors.go. Nothing here retries, waits or reads a clock.
//
// The library github.com/go-telegram/bot makes the calls and supplies the
// platform's plain types. Its webhook handler is not used: it answers 200
// before an update is durable, and even when the secret is wrong. Incoming
// updates are read into narrow types of our own (wire.go) rather than its
// models.Update, whose decoder fails as a whole when the platform adds a
// variant to a union we never look at.
package telegram
