package org

import (
	"time"

	"langnghe/bot/chat"
)

// Role is what a post is for. Roles are the field's own terms.
type Role string

// The roles.
const (
	Collaborator  Role = "collaborator"    // cộng tác viên dư luận xã hội
	HamletHead    Role = "hamlet_head"     // trưởng ban công tác Mặt trận
	LeadViceChair Role = "lead_vice_chair" // phó chủ tịch phụ trách
	Chair         Role = "chair"           // chủ tịch
	StandingBoard Role = "standing_board"  // ban thường trực
	OpinionOffice Role = "opinion_office"  // ban phụ trách dư luận xã hội của thành phố
	UnitAdmin     Role = "unit_admin"      // quản trị đơn vị
	SystemAdmin   Role = "system_admin"    // quản trị hệ thống
	OfficeLiaison Role = "office_liaison"  // cán bộ phụ trách địa bàn, read-only
	Auditor       Role = "auditor"         // người kiểm tra
	Stranger      Role = "stranger"        // nobody yet; never held by a post
)

// Roles lists every role a post may have.
func Roles() []Role {
	return []Role{
		Collaborator, HamletHead, LeadViceChair, Chair, StandingBoard,
		OpinionOffice, UnitAdmin, SystemAdmin, OfficeLiaison, Auditor,
	}
}

// Title is the role's Vietnamese title as it stands in lists.
func (r Role) Title() string {
	switch r {
	case Collaborator:
		return "Cộng tác viên"
	case HamletHead:
		return "Trưởng Ban Công tác Mặt trận"
	case LeadViceChair:
		return "Phó Chủ tịch phụ trách"
	case Chair:
		return "Chủ tịch"
	case StandingBoard:
		return "Ban Thường trực"
	case OpinionOffice:
		return "Ban phụ trách dư luận xã hội"
	case UnitAdmin:
		return "Quản trị đơn vị"
	case SystemAdmin:
		return "Quản trị hệ thống"
	case OfficeLiaison:
		return "Cán bộ phụ trách địa bàn"
	case Auditor:
		return "Người kiểm tra"
	}
	return string(r)
}

// Reports reports whether a holder of r owes a periodic report.
func (r Role) Reports() bool { return r == Collaborator || r == HamletHead }

// Person is somebody who works with the bot. What is not needed to do so is
// not kept: no birth date, no identity number, no portrait. A telephone number
// is kept only of a person himself, when he gives it for the one purpose of being
// asked to open his chat when the platform lets nobody write to him there; he
// takes it back alone, and it goes with his consent.
type Person struct {
	ID        string
	Name      string         `json:",omitempty"` // emptied when erased
	Address   string         `json:",omitempty"` // form of address: "bác", "cô", "đồng chí"; "" until told
	Chats     []chat.Address `json:",omitempty"` // where he talks with the bot, one on each platform
	Prefer    string         `json:",omitempty"` // the channel he wants to be written to in; "" is where he wrote last
	Link      string         `json:",omitempty"` // the hash of his code to link a further chat; an older one is void
	Into      string         `json:",omitempty"` // he was here twice: the record this one became part of, see [Who]
	Consent   Consent
	Phone     Phone     `json:",omitzero"`
	Erased    time.Time `json:",omitzero"` // identity removed on request
	Created   time.Time
	FileEntry string `json:",omitempty"` // digest of the org file's entry last applied
}

// Phone is the number somebody gave, and when. Wrong says that the platform
// refused it: it is gone, and he has not been told yet.
type Phone struct {
	Number string    `json:",omitempty"` // 84 and nine digits
	At     time.Time `json:",omitzero"`
	Wrong  bool      `json:",omitempty"`
}

// Consent is the proof that a person agreed: to which text, when, on which channel.
type Consent struct {
	Version   string    `json:",omitempty"`
	At        time.Time `json:",omitzero"`
	Channel   string    `json:",omitempty"`
	Withdrawn time.Time `json:",omitzero"`
}

// Given reports whether the person agrees now.
func (c Consent) Given() bool { return !c.At.IsZero() && c.Withdrawn.IsZero() }

// Active reports whether p may be written to and may file.
func (p Person) Active() bool {
	return p.ID != "" && p.Into == "" && p.Erased.IsZero() && p.Consent.Given()
}

// At gives the person's chat on a channel; ok is false when he has none there.
func (p Person) At(channel string) (a chat.Address, ok bool) {
	for _, a := range p.Chats {
		if a.Channel == channel {
			return a, true
		}
	}
	return a, false
}

// Earlier is the proof that is kept when one human agreed twice: the older of
// two to the same text, else the one to the text agreed to last. A proof that
// was never given gives way.
func (c Consent) Earlier(d Consent) Consent {
	switch {
	case c.At.IsZero():
		return d
	case d.At.IsZero():
		return c
	case c.Version != d.Version && d.At.After(c.At), c.Version == d.Version && d.At.Before(c.At):
		return d
	}
	return c
}

// Who gives the person an id stands for now: a record that became part of
// another leads to that one. ok is false when there is nobody.
func Who(v interface {
	Person(id string) (Person, bool)
}, id string) (p Person, ok bool) {
	p, ok = v.Person(id)
	for n := 0; ok && p.Into != "" && n < 16; n++ {
		p, ok = v.Person(p.Into)
	}
	return p, ok
}

// Post is a seat in a unit and who holds it.
type Post struct {
	ID           string
	Unit         string
	Role         Role
	Organisation string    `json:",omitempty"` // member organisation, only if the person chose to say
	Person       string    `json:",omitempty"` // holder; "" when vacant
	Since        time.Time `json:",omitzero"`
	Ended        time.Time `json:",omitzero"` // the seat itself was closed
	FileEntry    string    `json:",omitempty"`
}

// Held reports whether somebody holds the post now.
func (p Post) Held() bool { return p.Person != "" && p.Ended.IsZero() }

// Group is a chat group bound to a unit.
type Group struct {
	Address chat.Address
	Unit    string
	Topic   string       `json:",omitempty"` // where in a group of topics it was bound: posts go there
	Title   string       `json:",omitempty"`
	Bound   time.Time    `json:",omitzero"`
	Was     chat.Address `json:",omitzero"`  // its first address, before the platform moved it
	Lost    string       `json:",omitempty"` // why the bot cannot post there, "" when it can
	Kept    Kept         `json:",omitzero"`  // of a group that the platform lets the bot keep

	FileEntry string `json:",omitempty"` // digest of the org file's entry last applied
}

// Moved is the group at the address the platform gave it anew. It is still the
// one that was at the old address: the org file may know it by that.
func (g Group) Moved(to chat.Address) Group {
	if g.Was.IsZero() {
		g.Was = g.Address
	}
	g.Address = to
	return g
}

// Kept is what is known of a group that the bot makes and keeps.
type Kept struct {
	Mark    string    `json:",omitempty"` // stands in its description; "" for one the bot did not make
	By      string    `json:",omitempty"` // who asked for it: a person, or "operator"
	Asked   time.Time `json:",omitzero"`
	Link    string    `json:",omitempty"` // by which people join who cannot be invited
	Until   time.Time `json:",omitzero"`  // the first moment without what was paid for it
	Warned  int       `json:",omitempty"` // how many days before that people were last told
	Members int       `json:",omitempty"` // when last looked at, the bot included

	Renewing time.Time `json:",omitzero"` // a renewal is under way since

	Inviting int `json:",omitempty"` // portions of the first invitation still to go
	Invited  int `json:",omitempty"` // people it brought in
	Linked   int `json:",omitempty"` // people who got the link in its place
}

// Making is why nothing can be posted in a group that is asked for and not
// there yet; its address is one of our own.
const Making = "making"

// Closing is why nothing is posted in a group that is being deleted.
const Closing = "closing"

// GroupOff is the reason platforms give where a group whose time is over takes no
// messages.
const GroupOff = "group_disabled"

// Invite is a right to take a post or to bind a group, proven by a code. The
// code itself is not kept, only its keyed hash (the key of the record).
type Invite struct {
	Hash    string
	Unit    string
	Role    Role
	Post    string `json:",omitempty"` // the seat to take, "" to open a new one
	Person  string `json:",omitempty"` // a person already known: whoever uses it is he, and his chat becomes one of his
	Link    bool   `json:",omitempty"` // he made it himself, to use the bot on another platform too
	Group   bool   `json:",omitempty"` // binds a group instead
	Uses    int    // how often it may still be used
	Expires time.Time
	By      string // person who made it, or "operator"
	Made    time.Time
}
