package bot

import (
	"time"

	"langnghe/bot/chat"
)

// Class says what kind of message a row is: how urgent, and what to do when it
// is not known whether the platform delivered it.
type Class string

// The classes.
const (
	Press    Class = "press"    // answer to a button press; worthless after seconds
	Reply    Class = "reply"    // answer in a conversation
	Receipt  Class = "receipt"  // a report was filed, its state changed
	Alert    Class = "alert"    // an urgent report to who must act
	Reminder Class = "reminder" // to a person who owes something
	Notice   Class = "notice"   // to a person, no answer owed
	Digest   Class = "digest"   // figures to a vice-chair
	Group    Class = "group"    // to a group
	Template Class = "template" // of an approved text, to somebody nothing else reaches: see [KnockSettings]

	// No messages: something to be done at the platform.
	Fetching Class = "fetch" // bring what somebody sent besides words
	Keeping  Class = "keep"  // do something to a group of ours
)

// OutState is where a row stands.
type OutState string

// The states of a row. A sent row is removed; its Dedup key stays.
const (
	Queued    OutState = "queued"
	Sending   OutState = "sending" // committed before the platform is called
	Parked    OutState = "parked"  // the person must write first
	Dead      OutState = "dead"    // will not be sent; kept for the operator until Expires
	MaybeSent OutState = "maybe"   // the answer was lost and the class forbids repeating
	Damaged   OutState = "damaged" // only read: the row is there, but all that is known of it is its number; Reason says where
)

// Outgoing is one row of the outbox.
type Outgoing struct {
	ID      uint64 // order of creation, given by the store
	Class   Class
	Dedup   string `json:",omitempty"` // two rows of one key are one: "rule/slot/recipient"
	Why     string `json:",omitempty"` // for the operator: "reminder nhac-han 2026-11 T-2", "report 2611-0042 ack"
	Person  string `json:",omitempty"` // whom it is for; "" for a group
	Unless  string `json:",omitempty"` // period: a reminder is moot once the person has reported for it
	Msg     chat.Outbound
	Report  string    `json:",omitempty"` // an alert is moot once this report is closed, or in another's hands
	Knock   *Knocking `json:",omitempty"` // he may be asked to open his chat for it; of a Template, what for
	Made    time.Time
	Expires time.Time `json:",omitzero"` // not sent after
	State   OutState
	Due     time.Time `json:",omitzero"`  // not before
	Part    int       `json:",omitempty"` // how many parts of a long message are through
	Attempt int       `json:",omitempty"` // sends begun, of the part in hand
	Begun   bool      `json:",omitempty"` // it had its turn, and keeps the head of its line until it is through
	Since   time.Time `json:",omitzero"`  // of the state
	Reason  string    `json:",omitempty"` // why parked, dead, or retried
}

// Timer is something that happens when nothing else does. Setting a timer with
// a Key that is set replaces it.
type Timer struct {
	Key string // kind, slash, id or keyed hash: "quiet/5f0c…", "ack/2611-0042"; never an address
	Due time.Time
	Arg string `json:",omitempty"` // what it is about, sealed: a chat's address, a report's id
}

// Quarantined is an event that could not be decided: kept sealed until it is
// replayed after a fix, or expires.
type Quarantined struct {
	Event  chat.Event
	At     time.Time
	Reason string // no message text
}
