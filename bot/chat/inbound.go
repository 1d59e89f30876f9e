package chat

import "time"

// Event is what a platform delivered, in its own bytes. Channel and Key
// together name it for ever: the same event delivered again has the same Key.
type Event struct {
	Channel  string
	Key      string    // the platform's id of the event, e.g. "update:5123" or "user_send_text:b1f6d0"
	Body     []byte    // exactly as received; kept sealed and emptied when handled
	Received time.Time // by our clock
}

// Kind says what happened.
type Kind string

// The kinds an adapter may report. An event of no kind listed here is
// acknowledged, counted and not accepted.
const (
	KindText        Kind = "text"         // a person wrote; Text
	KindPress       Kind = "press"        // a person pressed a button; Data, PressID, MessageID
	KindStart       Kind = "start"        // a person opened the chat (/start, follow); Data is a deep link's payload or ""
	KindMedia       Kind = "media"        // a person sent something that is not text; Media, Text is the caption
	KindEdit        Kind = "edit"         // a person changed a message; MessageID, Text
	KindReachable   Kind = "reachable"    // a person unblocked the bot
	KindUnreachable Kind = "unreachable"  // a person blocked the bot or unfollowed
	KindErase       Kind = "erase"        // a person asked the platform to have his data deleted
	KindStaff       Kind = "staff"        // an officer wrote to the person by hand; From is the person
	KindGroupJoined Kind = "group_joined" // the bot may write in the group from now on
	KindGroupLeft   Kind = "group_left"   // it may not any more: removed, or muted
	KindGroupMoved  Kind = "group_moved"  // a group got a new address: To
	KindGroupAsked  Kind = "group_asked"  // somebody asked to join a group of ours
	KindRevoked     Kind = "revoked"      // the platform withdrew our authorisation
	KindDelivered   Kind = "delivered"    // a message arrived; Data is its [Template.Track]
	KindTemplate    Kind = "template"     // an approved text may be used from now on, or not: Data is its id, Text "on" or "off"
	KindAdvice      Kind = "advice"       // the platform tells the operator something; Text in its own words, of letters without accents
)

// Inbound is one event in our words.
type Inbound struct {
	Channel   string
	Key       string
	Kind      Kind
	From      Address   // who did it; zero where nobody is named
	Chat      Address   // where: the group, or the person's private chat (then equal to From)
	Group     bool      // Chat is a group
	Anonymous bool      // a group administrator who hides behind the group: never authorised
	Text      string    // as typed; neither normalised nor trimmed
	Command   string    // "baocao" when Text is /baocao or /baocao@thisbot; else ""
	Data      string    // payload of a press or of a deep link; untrusted
	PressID   string    // what the platform wants back when a press is answered; "" where nothing
	MessageID string    // the platform's id of the message, or of the message whose button was pressed
	Media     []Media   // what was attached
	Album     string    // the same for messages that were sent as one album; "" for none
	Thread    string    // the topic of a group it was said in; "" for none
	Title     string    // a group's title
	To        Address   // a moved group's new address
	At        time.Time // when it happened by the platform's clock
}

// Media is something attached to a message. The bytes stay on the platform.
type Media struct {
	Kind string // photo, voice, video, file, sticker, location, contact, link
	Ref  string // the platform's handle or link; never fetched from an address a person typed
	Name string // as the sender named it; untrusted
	Size int64  // bytes, 0 when not told
}
