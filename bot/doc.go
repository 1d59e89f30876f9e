// Package bot is the application: what happens when a message comes in, when a
// timer goes off, when a reminder is due, and when something is to be sent.
//
// Three journeys, each a straight line:
//
//   - A message. A channel's webhook stores the event ([chat.Inbox]); a
//     [Bot.Turn] takes what waits and, in one store transaction, decides each
//     event over what the store holds (route, flow step) and applies the
//     [Change]; the [Deliverer] sends what the change put into the outbox.
//   - A reminder. Each minute [Bot.Heartbeat] asks package schedule what is
//     owed and goes through the units, some in a transaction: it finds who still
//     owes and applies a Change with the outbox rows and how far it got.
//   - A timer. A row in the store becomes an event of the next turn when due.
//
// Deciding is pure: (what the store holds, event, now) -> Change. No clock, no
// randomness, no network. The children hold the domain: chat (the adapters'
// vocabulary), org (units, people, rights), report, schedule, text (Vietnamese
// input). The store implements [Store]; adapters and store meet only in cmd.
package bot
