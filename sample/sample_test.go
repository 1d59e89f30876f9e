package sample_test

import (
	"slices"
	"strings"
	"testing"

	"langnghe/bot/org"
	"langnghe/sample"
)

func load(t testing.TB) *org.File {
	t.Helper()
	f, bad := org.Load(sample.OrgFile, sample.Org)
	for _, p := range bad {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	return f
}

func posts(f *org.File) []org.Post { return f.Posts() }

func TestOrgLoadsClean(t *testing.T) {
	f := load(t)
	for _, n := range f.Notices {
		t.Error(n)
	}
	if len(f.Groups) != 0 {
		t.Error("groups are for the demonstration to bind")
	}
}

func TestOrgCounts(t *testing.T) {
	f := load(t)
	n := map[string]int{}
	codes := map[string]bool{}
	for _, u := range f.Units {
		n[u.Type]++
		if u.Type == "phuong" || u.Type == "xa" {
			if len(u.Codes) != 1 || u.Codes[0].Scheme != "gso" || len(u.Codes[0].Code) != 5 || codes[u.Codes[0].Code] || u.ValidFrom.IsZero() {
				t.Errorf("%+v", u)
			}
			codes[u.Codes[0].Code] = true
			want := map[string]string{"phuong": "Phường ", "xa": "Xã "}[u.Type]
			if !strings.HasPrefix(u.Name, want) || !strings.HasSuffix(u.ID, map[string]string{"phuong": "-p", "xa": "-x"}[u.Type]) {
				t.Errorf("%+v", u)
			}
		}
	}
	if n["thanh_pho"] != 1 || n["cum"] != 30 || n["phuong"] != 51 || n["xa"] != 75 {
		t.Error(n)
	}
	if u, _ := f.Tree.Unit("hn-ba-dinh-p"); u.Codes[0].Code != "00004" || u.Parent != "hn-cum-ba-dinh" {
		t.Errorf("%+v", u)
	}
}

// Names of communes and wards do not clash, even without accents.
func TestOrgNamesAreFound(t *testing.T) {
	f := load(t)
	for _, id := range f.Tree.OfTypes("phuong", "xa", "cum") {
		if got := f.Tree.Find(f.Tree.Name(id)); len(got) == 0 || got[0] != id {
			t.Errorf("%s found as %v", f.Tree.Name(id), got)
		}
	}
	if got := f.Tree.Find("ba dinh"); !slices.Equal(got, []string{"hn-cum-ba-dinh", "hn-ba-dinh-p"}) {
		t.Error(got)
	}
}

func TestRoster(t *testing.T) {
	f := load(t)
	byUnit := map[string]map[org.Role]int{}
	names := map[string]bool{}
	for _, p := range f.People {
		if names[p.Name] {
			t.Errorf("two people are called %s", p.Name)
		}
		names[p.Name] = true
		for _, post := range p.Posts {
			if byUnit[post.Unit] == nil {
				byUnit[post.Unit] = map[org.Role]int{}
			}
			byUnit[post.Unit][post.Role]++
		}
	}
	if c := byUnit["hn"]; c[org.LeadViceChair] != 1 || c[org.OpinionOffice] != 2 || c[org.SystemAdmin] != 1 {
		t.Error(c)
	}
	staffed := 0
	for _, id := range f.Tree.OfTypes("phuong", "xa") {
		c := byUnit[id]
		if c == nil {
			continue
		}
		staffed++
		if n := c[org.Collaborator]; c[org.LeadViceChair] != 1 || c[org.UnitAdmin] != 1 || n < 6 || n > 12 {
			t.Errorf("%s: %v", id, c)
		}
		u, _ := f.Tree.Unit(id)
		if byUnit[u.Parent][org.LeadViceChair] != 1 {
			t.Errorf("%s has no lead vice-chair", u.Parent)
		}
	}
	if staffed != 12 {
		t.Errorf("%d units with people", staffed)
	}
}
