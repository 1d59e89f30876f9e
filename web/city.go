package web

import (
	"context"
	"errors"
	"slices"
	"time"
)

// City is the simulated city behind the page. The demo command implements it
// over the two simulators. All methods may be called at the same time.
type City interface {
	Platforms() []Platform                        // from left to right
	Chats(platform string) []Chat                 // who and what exists on that platform; sections in order of first appearance
	Bubbles(platform, chat string) []Bubble       // what that phone shows, oldest first
	File(platform, chat, id string) (File, error) // the content of an [Attachment]
	Clock() Clock
	Status() []Fact

	// The verbs return once the platform has taken the deed; the bot's answer
	// comes later, as a change.
	Send(ctx context.Context, platform, chat, text string) error
	Press(ctx context.Context, platform, chat, bubble string, button int) error // buttons counted through all rows, from 0
	Attach(ctx context.Context, platform, chat, kind, caption string) error     // kind is one of the platform's offers
	Edit(ctx context.Context, platform, chat, bubble, text string) error        // words of one's own
	React(ctx context.Context, platform, chat, bubble, code string) error       // code is one of the platform's reactions, "" takes it away
	Key(ctx context.Context, platform, chat string, key int) error              // keys in place of the letters, counted through all rows, from 0
	Act(ctx context.Context, platform, chat string, act Act, who string) error  // who is the member it is about, "" for none
	Advance(ctx context.Context, d time.Duration) error                         // only called when the clock is adjustable

	// Subscribe calls changed after every change until cancel is called.
	// Changed never blocks; it may be called from any goroutine.
	Subscribe(changed func()) (cancel func())
}

// Platform is one phone.
type Platform struct {
	Name  string // "zalo" or "telegram": chooses how the phone is drawn
	Title string // "Zalo"
	Bot   string // what the platform calls the bot: "Lắng Nghe – Mặt trận"
	About string // what the platform shows of the bot before the first word
	Menu  []MenuItem

	Offers    []Offer
	Reactions []Reaction
}

// MenuItem is an entry of the bot's menu: pressing it sends a text.
type MenuItem struct{ Title, Send string }

// Offer is something a phone lets one attach.
type Offer struct {
	Kind, Title string
	Caption     bool // the words being written go with it
}

// Reaction is what can be put under a message: what the platform calls it, and
// how it looks.
type Reaction struct{ Code, Show string }

// Sections the page's "try this" steps look for. A city may have others.
const (
	SectionCollaborators = "Cộng tác viên"
	SectionViceChairs    = "Phó Chủ tịch"
	SectionCity          = "Thành phố"
	SectionGroups        = "Nhóm"
	SectionStrangers     = "Người lạ"
)

// Chat is a person's phone, with the bot open on it, or a group one may look into.
type Chat struct {
	ID       string
	Title    string // "Bà Lan", "Nhóm CTV phường Ba Đình"
	Subtitle string // role and unit, or how many members
	Section  string // under which heading it is listed
	Group    bool
	ReadOnly bool   // nothing can be typed: one only looks
	Started  bool   // the person has opened the chat (Telegram's Start, Zalo's follow)
	Blocked  bool   // the person has blocked the bot
	Unread   int    // bubbles that came since the chat was last [ActRead]
	Typing   bool   // the platform shows that the bot is typing
	Toast    *Toast // the last answer to a press that the platform shows in passing
	Window   *Window
	Keys     [][]string // in place of the letters
	Room     *Room      // of a group
}

// Window is how the bot may write to this person by itself, where the platform
// sets limits.
type Window struct {
	State string // "free", "paid", "closed"
	Text  string // one short line
}

// Room is what one may know of a group and do about it.
type Room struct {
	Bot     string // how the bot stands in it, in words
	Out     bool   // the bot cannot write there any more
	Deeds   []Deed // about the bot or the group
	Members []Member
	Waiting []Member // who asked to come in, or was invited and has not answered
}

// Member is somebody in a group, or who could be.
type Member struct {
	ID, Name, Note string
	Deeds          []Deed
}

// Deed is an act with the words on its button.
type Deed struct {
	Act   Act
	Title string
}

// Toast is shown once, when its ID is new.
type Toast struct{ ID, Text string }

// Bubble is one message as the phone shows it.
type Bubble struct {
	ID      string
	Mine    bool   // written by the owner of this phone
	Author  string // in groups
	At      time.Time
	Text    string // plain; line breaks are kept
	Buttons [][]Button
	Edited  bool
	Service bool         // a centred grey line of the platform's own
	Files   []Attachment // several are an album

	CanEdit  bool
	CanReact bool
	Reaction string // as it looks; of the owner of this phone, or of all in a group
}

// Button is a button under a bubble.
type Button struct {
	Text string
	Live bool // it may still be pressed
}

// Attachment is what a bubble carries besides its text.
type Attachment struct {
	Kind   string // "photo", "file", "sticker", "voice", "video", "place", "contact", "link"
	ID     string // what [City] File is asked for
	Name   string
	Note   string // a second line: the place's coordinates, the number on a card
	Size   int64
	Stored bool // City.File has the bytes
}

// File is the content of an attachment.
type File struct {
	Name string
	Type string // media type
	Data []byte
}

// Clock is the city's time.
type Clock struct {
	Now        time.Time // its location is the one the page shows
	Adjustable bool      // Advance works
}

// Fact is one entry of the status strip, e.g. {"Báo cáo", "12"}.
type Fact struct{ Key, Value string }

// Act is something a person does besides writing and pressing.
type Act string

// The acts there are; which of those about a group can be done now stands in
// its [Room].
const (
	ActStart   Act = "start"   // Telegram's Start button, Zalo's follow
	ActBlock   Act = "block"   // blocks the bot, unfollows
	ActUnblock Act = "unblock" // lets it write again
	ActRead    Act = "read"    // has the chat open: Unread becomes 0

	ActBotAdd    Act = "bot-add"    // takes the bot into the group
	ActBotKick   Act = "bot-kick"   // throws it out
	ActBotMute   Act = "bot-mute"   // takes its right to write
	ActBotSpeak  Act = "bot-speak"  // gives the right back
	ActBotRaise  Act = "bot-raise"  // makes it an administrator
	ActBotLower  Act = "bot-lower"  // makes it a member again
	ActJoin      Act = "join"       // somebody comes into the group
	ActLeave     Act = "leave"      // a member goes
	ActAccept    Act = "accept"     // somebody who waits is let in
	ActReject    Act = "reject"     // or not
	ActAssetEnds Act = "asset-ends" // what pays for the group runs out
)

var acts = []Act{
	ActStart, ActBlock, ActUnblock, ActRead, ActBotAdd, ActBotKick, ActBotMute, ActBotSpeak, ActBotRaise, ActBotLower,
	ActJoin, ActLeave, ActAccept, ActReject, ActAssetEnds,
}

func (a Act) known() bool { return slices.Contains(acts, a) }

// ErrUnknown is what a City returns for a bubble, button or file it does not have.
var ErrUnknown = errors.New("unknown")

// RefusedError is a City's error that a person may read: the platform would not let
// him do this. Any other error is logged and shown only as a failure.
type RefusedError string

func (r RefusedError) Error() string { return string(r) }
