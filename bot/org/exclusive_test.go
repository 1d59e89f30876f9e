package org

import (
	"testing"
	"time"
)

// TestExclusive: an auditor is nothing else, and nobody heads two units.
func TestExclusive(t *testing.T) {
	post := func(unit string, r Role) []Post { return []Post{{Unit: unit, Role: r, Person: "p"}} }
	for _, c := range []struct {
		a, b []Post
		want bool
	}{
		{post("bd", Collaborator), post("bd", Collaborator), false},
		{post("bd", Collaborator), post("nh", Collaborator), false},
		{post("bd", LeadViceChair), post("bd", Chair), false},
		{post("bd", LeadViceChair), post("nh", Collaborator), false},
		{post("bd", LeadViceChair), post("nh", Chair), true},
		{post("hn", OpinionOffice), post("nh", LeadViceChair), true},
		{post("bd", Auditor), post("bd", Auditor), false},
		{post("bd", Auditor), post("nh", Collaborator), true},
		{post("bd", Auditor), nil, false},
		{post("bd", LeadViceChair), []Post{{Unit: "nh", Role: LeadViceChair}}, false},
		{post("bd", LeadViceChair), []Post{{Unit: "nh", Role: LeadViceChair, Person: "p", Ended: time.Unix(1, 0)}}, false},
	} {
		if Exclusive(c.a, c.b) != c.want || Exclusive(c.b, c.a) != c.want {
			t.Errorf("%v, %v: want %t", c.a, c.b, c.want)
		}
	}
}

// TestEarlier: of two proofs of one text the older is kept, of two texts the one
// agreed to last, and one that was never given gives way.
func TestEarlier(t *testing.T) {
	at := func(v string, n int64) Consent { return Consent{Version: v, At: time.Unix(n, 0)} }
	for _, c := range []struct{ a, b, want Consent }{
		{at("1", 5), at("1", 9), at("1", 5)},
		{at("1", 5), at("2", 9), at("2", 9)},
		{at("2", 5), at("1", 3), at("2", 5)},
		{Consent{}, at("1", 3), at("1", 3)},
	} {
		if c.a.Earlier(c.b) != c.want || c.b.Earlier(c.a) != c.want {
			t.Errorf("%v, %v: want %v", c.a, c.b, c.want)
		}
	}
}

// people is who is known, for [Who].
type people map[string]Person

func (p people) Person(id string) (Person, bool) { x, ok := p[id]; return x, ok }

// TestWho: a record that became part of another leads to the last of them, and a
// ring of such records to nobody in particular, but to an end.
func TestWho(t *testing.T) {
	v := people{"a": {ID: "a", Into: "b"}, "b": {ID: "b", Into: "c"}, "c": {ID: "c"}, "x": {ID: "x", Into: "gone"}, "r": {ID: "r", Into: "r"}}
	if p, ok := Who(v, "a"); !ok || p.ID != "c" {
		t.Errorf("%v", p)
	}
	if _, ok := Who(v, "x"); ok {
		t.Error("somebody where nobody is")
	}
	if _, ok := Who(v, "nobody"); ok {
		t.Error("nobody is somebody")
	}
	if p, _ := Who(v, "r"); p.ID != "r" {
		t.Errorf("%v", p)
	}
}
