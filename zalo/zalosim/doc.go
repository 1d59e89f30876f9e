// Package zalosim is Zalo's Official Account platform, simulated: the token
// endpoint, the message endpoints, the webhook that it delivers events to, and
// the phones of the people who chat with the OA.
//
// A [Sim] is an http.Handler for both hosts of the API; mount it on a loopback
// listener, or let [Sim.Transport] answer in the same process. People are
// driven by methods ([Sim.SendText], [Sim.Press], [Sim.Follow] ...): each
// enqueues a signed event, and [Sim.Step] delivers what is due, with Zalo's
// retries and Zalo's habit of switching the webhook off after the fifth.
// [Sim.Chat] is what a phone shows.
//
// It refuses what the real platform is documented to refuse (old tokens, used
// refresh tokens, long texts, closed windows, too many requests a minute) and
// fails as told by [Faults]. Nothing in it sleeps, draws lots or reads a clock
// but [Config.Now]: the same calls give the same history, ids included.
//
// It is written from the documentation and shares no code with package zalo,
// so that a mistake in the one shows against the other.
package zalosim
