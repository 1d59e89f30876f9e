package org_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/internal/yamlpos"
)

func load(t testing.TB, s string) *org.File {
	t.Helper()
	f, bad := org.Load("org.yaml", []byte(s))
	if bad != nil {
		t.Fatal(lines(bad))
	}
	return f
}

func lines(ps []yamlpos.Problem) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

const small = `units:
  - {id: hn, type: thanh_pho, name: "Thành phố Hà Nội", codes: [{scheme: gso, code: "01"}]}
  - {id: hn-cum-a, type: cum, name: "Cụm A", parent: hn}
  - {id: hn-a-p, type: phuong, name: "Phường A", parent: hn-cum-a, valid_from: 2025-07-01, codes: [{scheme: gso, code: "00004", valid_from: 2025-07-01}]}
  - {id: hn-a-cu, type: phuong, name: "Phường Trúc A", parent: hn, valid_to: 2025-07-01, merged_into: hn-a-p, codes: [{scheme: gso, code: "00004"}]}
  - {id: hn-a-p-tdp05, type: to_dan_pho, name: "Tổ dân phố số 5", parent: hn-a-p}
people:
  - {id: p-pct, name: "Trần Thị Bình", posts: [{unit: hn-a-p, role: lead_vice_chair}]}
  - id: p-an
    name: "Nguyễn Văn An"
    xung_ho: bác
    posts:
      - {unit: hn-a-p, role: collaborator, organisation: "Hội Người cao tuổi"}
      - {id: ghe-tdp05, unit: hn-a-p-tdp05, role: hamlet_head}
groups:
  - {unit: hn-a-p, address: "telegram:-1001234567890", title: "CTV Phường A"}
`

func TestLoad(t *testing.T) {
	f := load(t, small)
	if len(f.Notices) != 0 {
		t.Error(lines(f.Notices))
	}
	if n := len(f.Tree.All()); n != 5 || len(f.Units) != 5 {
		t.Errorf("%d units", n)
	}
	u, _ := f.Tree.Unit("hn-a-p")
	if u.Name != "Phường A" || u.Parent != "hn-cum-a" || u.Codes[0].Code != "00004" ||
		!u.ValidFrom.Equal(time.Date(2025, 6, 30, 17, 0, 0, 0, time.UTC)) || !u.ValidTo.IsZero() {
		t.Errorf("%+v", u)
	}
	an := f.People[1]
	if an.ID != "p-an" || an.Address != "bác" || len(an.Posts) != 2 ||
		an.Posts[0] != (org.Post{ID: "p-an.hn-a-p.collaborator", Unit: "hn-a-p", Role: org.Collaborator, Person: "p-an", Organisation: "Hội Người cao tuổi"}) ||
		an.Posts[1].ID != "ghe-tdp05" {
		t.Errorf("%+v", an)
	}
	if f.Groups[0] != (org.Group{Address: chat.Address{Channel: "telegram", ID: "-1001234567890"}, Unit: "hn-a-p", Title: "CTV Phường A"}) {
		t.Errorf("%+v", f.Groups[0])
	}
}

func TestLoadNFC(t *testing.T) {
	f := load(t, "units: [{id: hn, type: cum, name: \"Hòa\"}]\n")
	if f.Units[0].Name != "Hòa" {
		t.Errorf("%q", f.Units[0].Name)
	}
}

// Each file in testdata/broken breaks one rule; its comments "# muốn:" say all
// that must be reported, "# báo:" all notices.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		for line := range strings.Lines(string(b)) {
			if s, ok := strings.CutPrefix(line, "# muốn: "); ok {
				want += "f:" + s
			}
			if s, ok := strings.CutPrefix(line, "# báo: "); ok {
				want += "notice f:" + s
			}
		}
		f, bad := org.Load("f", b)
		got := lines(bad)
		if f != nil {
			for _, n := range f.Notices {
				got += "notice " + n.String() + "\n"
			}
		}
		if got != want {
			t.Errorf("%s: got\n%swant\n%s", name, got, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	files, _ := filepath.Glob("testdata/broken/*.yaml")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, bad := org.Load("f", b)
		if (file == nil) == (bad == nil) {
			t.Fatal("neither file nor problem, or both")
		}
		if file == nil {
			return
		}
		for _, id := range file.Tree.All() {
			u, _ := file.Tree.Unit(id)
			if n := len(file.Tree.Ancestors(id)); n >= len(file.Units) {
				t.Fatal("ring")
			}
			if hits := file.Tree.Find(id); len(id) < 20 && len(hits) == 0 {
				t.Fatalf("%q does not find its own unit %q", id, u.Name)
			}
		}
		s := newStore()
		s.put(file.Changes(s, day(1), all))
		if p, q, g := file.Changes(s, day(2), all); len(p)+len(q)+len(g) > 0 {
			t.Fatal("applied twice")
		}
	})
}
