package bot

import (
	"time"

	"langnghe/bot/chat"
	"langnghe/flows"
)

// Session is one private chat's conversation: what is being talked about, what
// was put aside, and what a number typed now would mean.
type Session struct {
	Chat   chat.Address
	Frames []Frame     `json:",omitempty"` // the last one is active; those below it were interrupted
	Drafts []Frame     `json:",omitempty"` // put aside, latest last
	Menu   *Menu       `json:",omitempty"` // the numbered choices in view
	Cards  []Menu      `json:",omitempty"` // standing buttons sent meanwhile (alerts, reminders), oldest first
	Held   string      `json:",omitempty"` // a text that waits for the person to say what to do with it
	Whence string      `json:",omitempty"` // the message Held is, when it is a single one
	Album  *Album      `json:",omitempty"` // photos that arrive one by one and are one answer
	Tries  []time.Time `json:",omitempty"` // wrong invite codes of a stranger
	List   string      `json:",omitempty"` // the page of a list from which what is in view was opened
	Quiet  time.Time   `json:",omitzero"`  // an officer is writing by hand: the bot stays silent until then
	Flood  Flood       `json:",omitzero"`  // how fast he writes, and what is kept of too much
	Asked  bool        `json:",omitempty"` // a button that shares his number is on his screen
	Turns  uint64      // how many events this chat has had; seeds what must be unguessable
}

// Frame is one run of a flow.
type Frame struct {
	Run     string // id of the run; a report filed by it carries it
	State   flows.State
	Started time.Time
	Touched time.Time
	Report  string `json:",omitempty"` // report this run has filed already (a flash)
}

// Menu is a set of numbered choices once shown.
type Menu struct {
	Token string // proves that a press belongs to it
	About string `json:",omitempty"` // what the numbers are about, for asking back: "Việc khẩn 2611-0042"
	Items []Action
	At    time.Time
	// Elsewhere marks a card shown in another chat of the same person: its
	// buttons work here too, a typed number does not mean it.
	Elsewhere bool `json:",omitempty"`
}

// Action is what one choice does.
type Action struct {
	Key   string // "1", "2", …, "0"
	Label string
	Do    string // "flow:<option>" for the flow in view, else a host action such as "start:dinh-ky" or "ack:2611-0042"
}

// Contact is what is known of a chat as a way to reach somebody.
type Contact struct {
	Chat   chat.Address
	LastIn time.Time `json:",omitzero"`  // when he last wrote, by the platform's clock
	Lost   string    `json:",omitempty"` // why he cannot be reached here, "" when he can
	LostAt time.Time `json:",omitzero"`
	Knock  KnockMark `json:",omitzero"`
}
