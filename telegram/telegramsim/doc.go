// Package telegramsim is Telegram as a bot sees it, in one process: an
// [http.Handler] that answers the Bot API's methods and refuses what the real
// platform refuses, people and groups driven by method calls, and webhook
// deliveries with the platform's order, retries and expiry.
//
// Nothing in it reads a clock or takes chance: time is [Config.Now] and the
// argument of [Sim.Step], and faults happen when [Faults] says so. Behind
// [Sim.Transport] one history of calls gives one history of answers; behind a
// listener it serves a demo.
//
// What it refuses follows the published server and the field: wrong tokens,
// empty and over-long texts, bad buttons, unknown, blocked, deactivated and
// never-started people, groups that were left or moved, late and repeated
// answers to presses, unchanged edits, floods, and webhooks on bad addresses.
// Its own test shows each refusal.
package telegramsim
