package bot

import (
	"context"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// Store keeps everything. One process owns it; Update calls are combined so
// that what waits shares one durable commit, and each sees what the one before
// it did. It also is the [chat.Inbox] and the [chat.Vault] of the channels.
type Store interface {
	chat.Inbox
	chat.Vault
	MediaStore

	// Update runs f in a transaction and commits durably before it returns.
	// When f returns an error or panics nothing of it is written. f may run
	// more than once and must have no other effect. After a failed sync the
	// store reopens its file and checks what is there before it serves
	// again; until then calls fail with [ErrStore].
	Update(ctx context.Context, f func(Tx) error) error
	// View runs f over an unchanging picture. What f got stays valid after.
	View(ctx context.Context, f func(View) error) error
	// Hash is the keyed hash under which a code or an address is looked up;
	// it needs the store's key, so a stolen file gives nothing away.
	Hash(kind, value string) string
	Close() error
}

// Tx is a View that can also be written to.
type Tx interface {
	View
	// Apply writes c. Rows of c.Outbox get their IDs; they are returned in
	// order, 0 for one dropped by its Dedup key.
	Apply(c Change) ([]uint64, error)
	// Ahead says of which chats Session, Contact, PersonAt and PostsOf will be
	// asked next, so that the store may read for one while another is decided.
	// next is called from one other goroutine, at the latest until f of Update
	// returns, and ends with false. No answer changes by it.
	Ahead(next func() (chat.Address, bool))
	// Number gives the next number of a series ("report 2611"), from 1,
	// counting within the transaction.
	Number(series string) (int, error)
	// Add adds by, which may be negative, to what a series counts and gives
	// the sum, which is never below 0.
	Add(series string, by int) (int, error)
}

// View reads. A record that cannot be read (damaged, wrong key) panics with an
// error that Update and View return; it never passes for absent.
type View interface {
	// Waiting lists up to max accepted events not yet handled, oldest first.
	Waiting(max int) []chat.Event
	// DueTimers lists up to max timers due at now, by due time then key.
	DueTimers(now time.Time, max int) []Timer
	// NextTimer is when the earliest timer is due; ok is false when none is set.
	NextTimer() (due time.Time, ok bool)

	Session(a chat.Address) (Session, bool)
	Contact(a chat.Address) (Contact, bool)
	Person(id string) (org.Person, bool)
	PersonAt(a chat.Address) (org.Person, bool)
	People() []org.Person // by id
	Post(id string) (org.Post, bool)
	PostsOf(person string) []org.Post // by id
	PostsIn(unit string) []org.Post   // by id
	Group(a chat.Address) (org.Group, bool)
	GroupsOf(unit string) []org.Group // by address
	Invite(hash string) (org.Invite, bool)

	Report(id string) (report.Report, bool)
	// ReportsOf lists a person's reports, newest first, at most max.
	ReportsOf(person string, max int) []report.Report
	// ReportsIn lists the reports filed in the unit in the period, oldest first.
	ReportsIn(unit, period string) []report.Report
	// ReportsHeld lists the reports handed up to the unit, newest first, at most max.
	ReportsHeld(unit string, max int) []report.Report
	// Filed reports whether the person has filed a report of the kind for the
	// period that he did not withdraw; no report is opened for it.
	Filed(person, period, kind string) bool
	// OpenUrgent lists urgent reports filed in unit that are not closed, oldest first.
	OpenUrgent(unit string) []report.Report
	// Answers lists the reports that answer a prompt and are not withdrawn, oldest first.
	Answers(prompt string) []report.Report
	// Answered counts the people who answered a prompt and tells whether person
	// is one of them; no report is opened for it.
	Answered(prompt, person string) (people int, he bool)
	Prompt(id string) (PromptCall, bool)
	Prompts(unit string) []PromptCall // asked by the unit, newest first

	MediaRecord(id string) (Media, bool)
	// MediaOf lists what belongs to a report, in the order it was sent.
	MediaOf(report string) []Media
	// MediaBy lists what a person sent, in the order he sent it.
	MediaBy(person string) []Media

	// Outbox lists rows after id, in order, at most max. One that cannot be read
	// is Damaged, here and in Outgoing, and holds up no other.
	Outbox(after uint64, max int) []Outgoing
	Outgoing(id uint64) (Outgoing, bool)
	// ParkedFor lists the parked rows of a chat, in order.
	ParkedFor(a chat.Address) []Outgoing
	// Seen reports whether an outbox row with this Dedup key was ever made.
	Seen(dedup string) bool
	Fired(rule string) (Fired, bool)
	FlowSet(version string) (FlowSet, bool)
	FlowSets() []string
	Quarantined() []Quarantined
	Audits(max int) []Audit // newest first
	// Count is what a series counts, 0 for one never begun.
	Count(series string) int
}
