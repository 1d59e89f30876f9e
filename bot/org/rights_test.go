package org

import "testing"

func testTree() *Tree {
	return NewTree([]Unit{
		{ID: "hn", Type: "thanh_pho", Name: "Hà Nội"},
		{ID: "cum1", Type: "cum", Name: "Cụm 1", Parent: "hn"},
		{ID: "bd", Type: "phuong", Name: "Ba Đình", Parent: "cum1"},
		{ID: "bd5", Type: "to_dan_pho", Name: "TDP 5", Parent: "bd"},
		{ID: "nh", Type: "phuong", Name: "Ngọc Hà", Parent: "cum1"},
		{ID: "cum2", Type: "cum", Name: "Cụm 2", Parent: "hn"},
		{ID: "ss", Type: "xa", Name: "Sóc Sơn", Parent: "cum2"},
	})
}

// TestNobodyReachesAcross tries every role in every unit for every act on
// every other unit: never in a unit beside or above one's own, and below only
// where the table says so.
func TestNobodyReachesAcross(t *testing.T) {
	tree := testTree()
	below := map[Act]map[Role]bool{
		ReadDigest: {LeadViceChair: true, Chair: true, StandingBoard: true, OpinionOffice: true, OfficeLiaison: true, Auditor: true},
		Prompt:     {LeadViceChair: true, Chair: true, OpinionOffice: true},
		MakeInvite: {UnitAdmin: true, SystemAdmin: true},
		HandOver:   {UnitAdmin: true, SystemAdmin: true},
		Operate:    {SystemAdmin: true},
	}
	acts := []Act{FileReport, ReadReport, ReadName, ActOnReport, ReadDigest, ReadLate, ReadReach, Prompt, MakeInvite, HandOver, Operate}
	for _, role := range Roles() {
		for _, home := range tree.All() {
			posts := []Post{{ID: "p", Unit: home, Role: role, Person: "x"}}
			for _, act := range acts {
				for _, unit := range tree.All() {
					may := May(tree, posts, act, unit)
					switch {
					case unit == home:
					case !tree.Covers(home, unit) && may:
						t.Errorf("%s of %s may %s in %s", role, home, act, unit)
					case tree.Covers(home, unit) && may != below[act][role]:
						t.Errorf("%s of %s may %s below in %s: %t", role, home, act, unit, may)
					}
				}
			}
		}
	}
}

func TestSystemAdminReadsNoReport(t *testing.T) {
	posts := []Post{{Unit: "hn", Role: SystemAdmin, Person: "x"}}
	for _, act := range []Act{ReadReport, ReadName, ActOnReport, ReadDigest} {
		if May(testTree(), posts, act, "hn") {
			t.Errorf("system admin may %s", act)
		}
	}
}

func TestVacantPostGivesNothing(t *testing.T) {
	if May(testTree(), []Post{{Unit: "bd", Role: LeadViceChair}}, ReadReport, "bd") {
		t.Error("a seat nobody holds gives a right")
	}
	if May(testTree(), nil, "no_such_act", "bd") {
		t.Error("an unknown act is allowed")
	}
}

// TestLadderStaysInTheBranch climbs from every unit: own, chair, then only parents.
func TestLadderStaysInTheBranch(t *testing.T) {
	tree := testTree()
	for _, unit := range tree.All() {
		rungs := Ladder(tree, unit)
		if rungs[0].Unit != unit || rungs[0].Roles[0] != LeadViceChair {
			t.Errorf("%s begins with %+v", unit, rungs[0])
		}
		for _, r := range rungs {
			if !tree.Covers(r.Unit, unit) {
				t.Errorf("%s climbs to %s", unit, r.Unit)
			}
		}
		top := rungs[len(rungs)-1]
		if unit != "hn" && (top.Unit != "hn" || !has(top.Roles, OpinionOffice)) {
			t.Errorf("%s ends with %+v", unit, top)
		}
	}
}

func TestHamletsBelongToTheirCommittee(t *testing.T) {
	tree := testTree()
	if got := tree.Committee("bd5"); got != "bd" {
		t.Errorf("committee of the hamlet is %s", got)
	}
	if got := tree.Around("bd"); len(got) != 2 || got[1] != "bd5" {
		t.Errorf("around the ward: %v", got)
	}
	if got := tree.Around("bd5"); got != nil {
		t.Errorf("around the hamlet: %v", got)
	}
}

// TestNobodyGrantsWhatHeMayNot: administrators give the roles that report and
// no role that reads; nobody gives a role outside his own branch.
func TestNobodyGrantsWhatHeMayNot(t *testing.T) {
	tree := testTree()
	for _, giver := range Roles() {
		for _, home := range tree.All() {
			posts := []Post{{Unit: home, Role: giver, Person: "x"}}
			for _, role := range Roles() {
				for _, unit := range tree.All() {
					may := MayGrant(tree, posts, role, unit)
					if may && !tree.Covers(home, unit) {
						t.Errorf("%s of %s may give %s in %s", giver, home, role, unit)
					}
					if may && !role.Reports() && (giver == UnitAdmin || giver == SystemAdmin) {
						t.Errorf("%s may make a %s", giver, role)
					}
					if may && !role.Reports() && unit != home {
						t.Errorf("%s of %s may make a %s of %s", giver, home, role, unit)
					}
				}
			}
		}
	}
	if !MayGrant(tree, []Post{{Unit: "bd", Role: LeadViceChair, Person: "x"}}, Collaborator, "bd") {
		t.Error("a lead vice-chair may not invite a collaborator")
	}
}

func TestContactOfTheNearestUnit(t *testing.T) {
	tree := NewTree([]Unit{{ID: "hn", Contact: "city"}, {ID: "a", Parent: "hn", Contact: "ward"}, {ID: "b", Parent: "a"}, {ID: "c", Parent: "hn"}})
	for unit, want := range map[string]string{"b": "ward", "a": "ward", "c": "city", "none": ""} {
		if got := tree.Contact(unit); got != want {
			t.Errorf("%s: %q, want %q", unit, got, want)
		}
	}
}
