// Package chat is the vocabulary that the platform adapters and the
// application share: who is written to ([Address]), what came in ([Event],
// [Inbound]), what goes out ([Outbound]), and what a platform's refusal means
// ([SendError]).
//
// An adapter (zalo, telegram) knows its platform and this package, nothing
// else. It does three things:
//
//   - it serves the platform's webhook: checks the signature over the raw
//     bytes, and hands the event to [Inbox.Accept] as it came; only when that
//     returns is the platform told 200;
//   - it decodes an accepted event to an [Inbound], a pure function, so that
//     an event kept aside can be decoded again after a fix;
//   - it cuts an [Outbound] into messages, a pure function, sends one at a
//     time and classifies the answer. It never retries: the outbox does, in
//     one place, by the [Reaction] of the [SendError].
//
// Time comes in as a parameter; nothing here reads a clock.
package chat
