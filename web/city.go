package web

import (
	"context"
	"errors"
	"time"
)

// City is the simulated city behind the page. The demo command implements it
// over the two simulators. All methods may be called at the same time.
type City interface {
	Platforms() []Platform                  // from left to right
	Chats(platform string) []Chat           // who and what exists on that platform; sections in order of first appearance
	Bubbles(platform, chat string) []Bubble // what that phone shows, oldest first
	File(platform, chat, bubble string) (File, error)
	Clock() Clock
	Status() []Fact

	// The verbs return once the platform has taken the deed; the bot's answer
	// comes later, as a change.
	Send(ctx context.Context, platform, chat, text string) error
	Press(ctx context.Context, platform, chat, bubble string, button int) error // buttons counted through all rows, from 0
	Act(ctx context.Context, platform, chat string, act Act) error
	Advance(ctx context.Context, d time.Duration) error // only called when the clock is adjustable

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
}

// MenuItem is an entry of the bot's menu: pressing it sends a text.
type MenuItem struct{ Title, Send string }

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
	Note     string // what one should know, e.g. "Ngoài khung 7 ngày của Zalo"; "" for nothing
	Toast    *Toast // the last answer to a press that the platform shows in passing
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
	Service bool // a centred grey line of the platform's own
	File    *Attachment
}

// Button is a button under a bubble.
type Button struct {
	Text string
	Live bool // it may still be pressed
}

// Attachment is what a bubble carries besides its text.
type Attachment struct {
	Kind   string // "photo", "file", "sticker", "voice"
	Name   string
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

// The acts the page offers.
const (
	ActStart   Act = "start"   // Telegram's Start button, Zalo's follow
	ActBlock   Act = "block"   // blocks the bot, unfollows
	ActUnblock Act = "unblock" // lets it write again
	ActSticker Act = "sticker" // sends a sticker
	ActPhoto   Act = "photo"   // sends a sample photo
	ActRead    Act = "read"    // has the chat open: Unread becomes 0
)

func (a Act) known() bool {
	switch a {
	case ActStart, ActBlock, ActUnblock, ActSticker, ActPhoto, ActRead:
		return true
	}
	return false
}

// ErrUnknown is what a City returns for a bubble, button or file it does not have.
var ErrUnknown = errors.New("unknown")

// RefusedError is a City's error that a person may read: the platform would not let
// him do this. Any other error is logged and shown only as a failure.
type RefusedError string

func (r RefusedError) Error() string { return string(r) }
