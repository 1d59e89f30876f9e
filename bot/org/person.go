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
// not kept: no birth date, no identity number, no portrait, no phone.
type Person struct {
	ID        string
	Name      string         `json:",omitempty"` // emptied when erased
	Address   string         `json:",omitempty"` // form of address: "bác", "cô", "đồng chí"; "" until told
	Chats     []chat.Address `json:",omitempty"` // where he talks with the bot, preferred first
	Consent   Consent
	Erased    time.Time `json:",omitzero"` // identity removed on request
	Created   time.Time
	FileEntry string `json:",omitempty"` // digest of the org file's entry last applied
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
func (p Person) Active() bool { return p.ID != "" && p.Erased.IsZero() && p.Consent.Given() }

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
	Topic   string    `json:",omitempty"` // where in a group of topics it was bound: posts go there
	Title   string    `json:",omitempty"`
	Bound   time.Time `json:",omitzero"`
	Lost    string    `json:",omitempty"` // why the bot cannot post there, "" when it can

	FileEntry string `json:",omitempty"` // digest of the org file's entry last applied
}

// Invite is a right to take a post or to bind a group, proven by a code. The
// code itself is not kept, only its keyed hash (the key of the record).
type Invite struct {
	Hash    string
	Unit    string
	Role    Role
	Post    string `json:",omitempty"` // the seat to take, "" to open a new one
	Person  string `json:",omitempty"` // a person already known, who only has no chat yet
	Group   bool   `json:",omitempty"` // binds a group instead
	Uses    int    // how often it may still be used
	Expires time.Time
	By      string // person who made it, or "operator"
	Made    time.Time
}
