package flows

import "time"

// State is where one conversation stands. It is plain data: the host keeps it
// as JSON between any two steps. The place in the flow is not stored but
// found: the flow is walked from its beginning over the answers given so far,
// and the first question without one is the question in view. So going back,
// changing an answer and a branch that opens or closes because of it need no
// bookkeeping, and a draft can be resumed after days.
type State struct {
	Flow    string            `json:"flow"`
	Version string            `json:"version"` // content hash of the [Set] the conversation began with
	Args    map[string]string `json:"args,omitempty"`
	Answers map[string]Answer `json:"answers,omitempty"` // by path: "linh_vuc", "y_kien[0].noi_dung"
	Was     map[string]Answer `json:"was,omitempty"`     // answers taken back, offered again when asked again
	Edit    string            `json:"edit,omitempty"`    // path asked again out of turn, from the review
	Mode    string            `json:"mode,omitempty"`    // what the engine is asking for itself: "", "review", "fix", "masked", "stuck", "sure"
	Pending string            `json:"pending,omitempty"` // text waiting for the answer to such a question
	Pieces  []string          `json:"pieces,omitempty"`  // a free text as it arrives, message by message
	Refs    []string          `json:"refs,omitempty"`    // of which messages the Pieces are, where the host said so
	Parts   []Part            `json:"parts,omitempty"`   // of which messages the text in Pending is
	Tries   int               `json:"tries,omitempty"`   // wrong answers to the question in view
	Page    int               `json:"page,omitempty"`    // of a long list
	Hidden  bool              `json:"hidden,omitempty"`  // the host hid personal data in one of Pieces
	Media   []Media           `json:"media,omitempty"`   // photos and the like that are no answer yet
	Sent    bool              `json:"sent,omitempty"`    // something went out: what follows is added to it
	Early   bool              `json:"early,omitempty"`   // what there was went out before the `send` step
	Fresh   bool              `json:"fresh,omitempty"`   // something was told since, which has not gone out yet
	Over    bool              `json:"over,omitempty"`
}

// Answer is one given answer. Value is what conditions compare and reports
// keep: the id of the picked item, "true"/"false", a decimal number, a date as
// 2006-01-02, or the text. Shown is how it is read back. Skipped marks an
// optional question passed over.
type Answer struct {
	Value   string `json:"v,omitempty"`
	Shown   string `json:"s,omitempty"`
	Skipped bool   `json:"skip,omitempty"`

	Parts []Part   `json:"parts,omitempty"` // of which messages a text is, so that it can follow when one is changed
	Files []string `json:"files,omitempty"` // the host's ids of photos and the like; Value counts them
}

// Part is one message of a text.
type Part struct {
	Ref string `json:"r"` // the host's name of the message
	End int    `json:"e"` // where it ends in the text, in bytes
}

// Event is what happened in the conversation. Exactly one of Begin, Text, Do,
// Quiet, Silence, Again, Media is meant.
type Event struct {
	Begin   bool    // the conversation starts: say and ask the first things
	Text    string  // the person wrote; cleaned and masked by the host
	Masked  bool    // the host hid personal data in Text
	Do      string  // the person pressed: [Option.Do] of the question in view
	Quiet   bool    // no further piece came for [PieceWait]: the text is complete
	Silence bool    // the flow's silence passed: send what there is
	Again   bool    // show the question in view again (after an interruption, a pause, help)
	Media   []Media // the person sent something that is no text, all at once; Text is what he wrote below it
	Ref     string  // of Text: the host's name of the message
}

// Media is one thing sent besides words. A kind that is not listed here is
// never taken, nor is what the host gives no id.
type Media struct {
	ID   string `json:"id"` // the host's; means nothing here
	Kind string `json:"k"`  // [Photo], [Voice], [Attached], or anything else
}

// The kinds of [Media] a question can ask for.
const (
	Photo    = "photo"
	Voice    = "voice"
	Attached = "file"
)

// Env is what the host tells the engine for one step.
type Env struct {
	Now   time.Time
	Vars  map[string]string            // xung_ho, Xung_ho, ten, don_vi, thang, …: what texts may name
	Media bool                         // the host keeps photos, voice notes and files; else questions for them are passed over
	Items func(list string) []ListItem // lists that only the host knows (units, …); nil means none
}

// ListItem is one entry of a list to pick from.
type ListItem struct {
	ID   string
	Name string
}

// Effect is what a step wants done, in order. Exactly one field is set.
type Effect struct {
	Say  *Say   // write to the person
	Wait *Wait  // set or clear a timer
	File *File  // hand over what was answered
	Ask  string // the person asks for something only the host has: a host command's id ("help", "urgent", "person", "menu", …)
	End  string // the conversation is over: "done", "cancelled", "later" (kept as a draft), "stopped"
}

// Say is one message.
type Say struct {
	Text    string
	Options []Option
}

// Option is one numbered answer.
type Option struct {
	Key   string // typed instead of pressing: "1", "2", …, "0"
	Label string
	Do    string // comes back in [Event.Do]; short, meaning nothing to the host
}

// Wait sets the timer called Timer to go off After from now, replacing the one
// set before; After 0 clears it. Timers are "quiet" and "silence".
type Wait struct {
	Timer string
	After time.Duration
}

// File hands over answers. A flow with a `send` step files twice or more: first
// with Final false, then the rest; each File carries all answers so far.
type File struct {
	Kind   string // the flow's `files:` value
	Final  bool
	Fields []Field
}

// Field is one answered question in the order asked; a repeat becomes one
// Field with Items.
type Field struct {
	ID    string    `json:"id"`
	Label string    `json:"label,omitempty"`
	Value string    `json:"value,omitempty"`
	Shown string    `json:"shown,omitempty"`
	Items [][]Field `json:"items,omitempty"`
	Parts []Part    `json:"parts,omitempty"`
	Files []string  `json:"files,omitempty"`
}

// PieceWait is how long a free text waits for its next piece.
const PieceWait = 4 * time.Second
