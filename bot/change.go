package bot

import (
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// Change is everything one decision wants written, as a value. The store
// applies it whole or not at all. Records are put under their own keys and
// replace what was there.
type Change struct {
	Handled    []EventID     // inbox rows settled: emptied, their keys kept for dedup
	Quarantine []Quarantined // inbox rows put aside (also settles them)
	Replay     []EventID     // quarantined events put back in line
	Sessions   []Session     // a session without frames, drafts, menu, cards is kept small, not removed
	Contacts   []Contact
	People     []org.Person
	Posts      []org.Post
	Groups     []org.Group
	Unbound    []chat.Address // groups removed
	Invites    []org.Invite   // Uses 0 removes
	Reports    []report.Report
	Prompts    []PromptCall
	Media      []Media    // a record neither wanted nor kept loses its file
	Outbox     []Outgoing // new rows; a Dedup key seen before drops the row
	Settled    []Outgoing // rows in a new state; a row with State "" is done and removed
	Timers     []Timer
	Cancel     []string // timer keys
	Fired      []Fired
	Flows      []FlowSet // flow sets put when a conversation pins them
	Audit      []Audit
	Forget     []chat.Address // sessions and contacts removed (erasure)
}

// EventID names an event: its channel and the platform's key.
type EventID struct{ Channel, Key string }

// PromptCall is a vice-chair's request for urgent reports: to which units, until
// when, and the question. Who answered is found from the reports.
type PromptCall struct {
	ID       string // "YC-2611-03"
	By       string // person
	Unit     string // the unit that asks
	Units    []string
	Question string
	At       time.Time
	Deadline time.Time
	Asked    []string // persons asked, at the moment of asking
	Parked   int      // of them, not reachable then
	Groups   int      // groups told
	Closed   bool
}

// Fired is the memory of the schedule: up to when a rule's occurrences are done,
// and how far the one under way is.
type Fired struct {
	Rule  string
	Slot  time.Time // the latest occurrence handled
	At    time.Time // when
	Doing time.Time `json:",omitzero"`  // the occurrence under way
	Unit  string    `json:",omitempty"` // the last unit it went through, in the order of their ids
	File  string    `json:",omitempty"` // the org file it began with, see [Bot.OrgFile]
	Left  []string  `json:",omitempty"` // units it went wrong in, to be tried again
}

// FlowSet keeps a published set of flows for the conversations that began with it.
type FlowSet struct {
	Version string
	Bundle  []byte
	At      time.Time
}

// Audit is one line of the append-only record of who did or saw what.
type Audit struct {
	At   time.Time
	Who  string // person id, "operator" or "system"
	What string // "view_report", "handover", …
	On   string // id of what it was done to
	Unit string
}

// Empty reports whether the change would write nothing.
func (c Change) Empty() bool {
	return len(c.Handled)+len(c.Quarantine)+len(c.Replay)+len(c.Sessions)+len(c.Contacts)+len(c.People)+
		len(c.Posts)+len(c.Groups)+len(c.Unbound)+len(c.Invites)+len(c.Reports)+len(c.Prompts)+len(c.Media)+
		len(c.Outbox)+len(c.Settled)+len(c.Timers)+len(c.Cancel)+len(c.Fired)+len(c.Flows)+
		len(c.Audit)+len(c.Forget) == 0
}
