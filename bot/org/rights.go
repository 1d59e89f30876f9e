package org

// Act is something a person may want to do or see.
type Act string

// The acts. What they are done to is a unit, or a report of a unit.
const (
	FileReport  Act = "file_report"   // file reports for the unit
	ReadReport  Act = "read_report"   // read the text of reports filed in the unit
	ReadName    Act = "read_name"     // see who reported
	ActOnReport Act = "act_on_report" // receive, accept, ask, answer, pass up
	ReadDigest  Act = "read_digest"   // figures of the unit and below
	ReadLate    Act = "read_late"     // who of the unit has not reported, by name
	ReadReach   Act = "read_reach"    // who of the unit cannot be reached
	Prompt      Act = "prompt"        // ask the unit for an urgent report
	MakeInvite  Act = "invite"        // let people and groups of the unit join
	HandOver    Act = "hand_over"     // give a post of the unit to another person
	KeepGroup   Act = "keep_group"    // have the unit's group made, let people in, have it renewed
	Operate     Act = "operate"       // see system notices; no right to read any report
)

// rights says who may do what: in the unit of his post itself, and in units
// below it. It is the only such table. Nobody has a right in a unit beside or
// above his own; a report that was handed up is the one exception, and that is
// a fact of the report ([report.Report.HeldBy]), not of the tree.
var rights = map[Act]struct{ own, below []Role }{
	FileReport:  {own: []Role{Collaborator, HamletHead}},
	ReadReport:  {own: []Role{LeadViceChair, Chair}},
	ReadName:    {own: []Role{LeadViceChair, Chair}},
	ActOnReport: {own: []Role{LeadViceChair, Chair, OpinionOffice}},
	ReadDigest: {
		own:   []Role{LeadViceChair, Chair, StandingBoard, OpinionOffice, OfficeLiaison, Auditor},
		below: []Role{LeadViceChair, Chair, StandingBoard, OpinionOffice, OfficeLiaison, Auditor},
	},
	ReadLate:   {own: []Role{LeadViceChair, Chair, UnitAdmin}},
	ReadReach:  {own: []Role{LeadViceChair, Chair, UnitAdmin}},
	Prompt:     {own: []Role{LeadViceChair, Chair, OpinionOffice}, below: []Role{LeadViceChair, Chair, OpinionOffice}},
	MakeInvite: {own: []Role{LeadViceChair, Chair, UnitAdmin, SystemAdmin}, below: []Role{UnitAdmin, SystemAdmin}},
	HandOver:   {own: []Role{LeadViceChair, Chair, UnitAdmin, SystemAdmin}, below: []Role{UnitAdmin, SystemAdmin}},
	KeepGroup:  {own: []Role{LeadViceChair, Chair, UnitAdmin}, below: []Role{UnitAdmin}},
	Operate:    {own: []Role{SystemAdmin}, below: []Role{SystemAdmin}},
}

// May reports whether somebody who holds posts may do act in unit. This is the
// one place where rights are decided.
func May(t *Tree, posts []Post, act Act, unit string) bool {
	r, ok := rights[act]
	if !ok {
		return false
	}
	for _, p := range posts {
		if !p.Held() {
			continue
		}
		if p.Unit == unit && has(r.own, p.Role) {
			return true
		}
		if p.Unit != unit && has(r.below, p.Role) && t.Covers(p.Unit, unit) {
			return true
		}
	}
	return false
}

// Where lists the units in which somebody who holds posts may do act by a post
// in that unit itself, each once, in the order of the posts.
func Where(posts []Post, act Act) []string {
	var units []string
	seen := map[string]bool{}
	for _, p := range posts {
		if p.Held() && !seen[p.Unit] && has(rights[act].own, p.Role) {
			seen[p.Unit] = true
			units = append(units, p.Unit)
		}
	}
	return units
}

func has(roles []Role, r Role) bool {
	for _, x := range roles {
		if x == r {
			return true
		}
	}
	return false
}

// grants says who may give which role to another. An administrator keeps the
// roster; he gives nobody, and so not himself, the right to read reports. Those
// who read come from their own committee's leaders, or from the operator.
var grants = map[Role][]Role{
	LeadViceChair: {Collaborator, HamletHead, LeadViceChair},
	Chair:         {Collaborator, HamletHead, LeadViceChair},
	UnitAdmin:     {Collaborator, HamletHead},
	SystemAdmin:   {Collaborator, HamletHead},
}

// MayGrant reports whether somebody who holds posts may give role in unit.
func MayGrant(t *Tree, posts []Post, role Role, unit string) bool {
	for _, p := range posts {
		if has(grants[p.Role], role) && May(t, []Post{p}, MakeInvite, unit) {
			return true
		}
	}
	return false
}
