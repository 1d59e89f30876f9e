package chat

import "time"

// Outbound is one message to send.
type Outbound struct {
	To      Address
	Group   bool
	Text    string   // plain Vietnamese text, NFC, no markup; may be longer than one message
	Choices []Choice // what may be answered; drawn as buttons or as a numbered list, as the platform allows

	Thread string // topic of the group; "" for none. A platform without topics ignores it
	// AskContact, when set, is the label of a button by which the person shares
	// his own phone number ([Media] of kind contact); EndContact takes it away
	// again. A platform without such a button draws none. Not with Choices.
	AskContact string
	EndContact bool

	Attach   *Attach   `json:",omitempty"` // goes with the text; not with Choices
	Template *Template `json:",omitempty"` // goes in place of Text, which is what it says, for the record

	// Fetch and Deed, when set, make this not a message but something to be
	// done at the platform in the name of To, see [Fetcher] and [Keeper].
	Fetch *Fetch `json:",omitempty"`
	Deed  *Deed  `json:",omitempty"`

	// Pressed, when set, makes this not a message but the answer to a press:
	// the spinner stops and the pressed message's buttons go.
	Pressed *Pressed
}

// Choice is one numbered answer.
type Choice struct {
	Key   string // what may be typed instead: "1", "2", … and "0" for going back
	Label string // what is shown
	Data  string // opaque payload that comes back in [Inbound.Data]; at most 64 bytes of ASCII
}

// Pressed names a press to answer.
type Pressed struct {
	ID        string // [Inbound.PressID]
	MessageID string // [Inbound.MessageID]
}

// Receipt is the platform's word that it took the message.
type Receipt struct {
	MessageID string
	Quota     string // the kind of quota it was charged to, "" where the platform does not say
}

// Limits is what the application must know of a platform to plan; what merely
// shapes a message (lengths, buttons) the adapter handles itself, in Parts.
type Limits struct {
	Window  time.Duration // how long after a person's last word we may write; 0 means always
	PerSec  float64       // messages a second over all chats that we allow ourselves
	Burst   int           // how many at once
	Chat    float64       // messages a second in one private chat; 0 means no limit of its own
	Group   float64       // messages a second in one group; 0 means no limit of its own
	Presses bool          // a press wants an answer ([Outbound.Pressed])
	Text    int           // UTF-16 units one message holds, for the checks of flow authors
	Buttons int           // buttons one message holds, likewise
	Quotas  []string      // the kinds [Receipt.Quota] may name; empty where the platform names none
	Contact bool          // [Outbound.AskContact] is drawn
}
