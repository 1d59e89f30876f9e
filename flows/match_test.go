package flows_test

import (
	"slices"
	"sync"
	"testing"

	"langnghe/flows"
)

func TestMatch(t *testing.T) {
	set := defaultSet(t)
	for _, c := range []struct {
		in, role string
		want     flows.Match
	}{
		{"bc", "collaborator", flows.Match{Flow: "dinh-ky"}},
		{"gui bao cao", "collaborator", flows.Match{Flow: "dinh-ky"}},
		{"Báo cáo ạ", "hamlet_head", flows.Match{Flow: "dinh-ky"}},
		{"KHẨN!!!", "collaborator", flows.Match{Flow: "khan"}},
		{"khan cap", "collaborator", flows.Match{Flow: "khan"}},
		{"không có gì", "collaborator", flows.Match{Flow: "khong-co-gi"}},
		{"giao viec", "lead_vice_chair", flows.Match{Flow: "giao-viec"}},
		{"giao viec", "collaborator", flows.Match{}},
		{"bao cao", "stranger", flows.Match{}},
		{"tro giup", "stranger", flows.Match{Command: "help"}},
		{"xin chào", "collaborator", flows.Match{Command: "menu"}},
		{"lich", "collaborator", flows.Match{Command: "deadlines"}},
		{"lịch sử", "collaborator", flows.Match{Command: "my_reports"}},
		{"du lieu cua toi", "chair", flows.Match{Command: "my_data"}},
		{"xoa du lieu", "chair", flows.Match{Flow: "xoa-du-lieu"}},
		{"quay lại", "collaborator", flows.Match{}},
		{"khăn", "collaborator", flows.Match{}},
		{"Hôm nay trời đẹp", "collaborator", flows.Match{}},
		{"bc", "no_such_role", flows.Match{}},
	} {
		got := set.Match(c.in, c.role)
		if got.Flow != c.want.Flow || got.Command != c.want.Command || len(got.Ambiguous) > 0 {
			t.Errorf("Match(%q, %s) = %+v, want %+v", c.in, c.role, got, c.want)
		}
	}
}

func TestMenusStartWhatExists(t *testing.T) {
	set := defaultSet(t)
	for _, role := range testNeeds().Roles {
		menu := set.Menu(role)
		if len(menu) == 0 {
			t.Errorf("%s has no menu", role)
		}
		for _, it := range menu {
			f, ok := set.Flow(it.Flow)
			if it.Flow != "" && (!ok || !slices.Contains(f.For, role)) {
				t.Errorf("%s may not start %s", role, it.Flow)
			}
		}
	}
}

func TestText(t *testing.T) {
	set := defaultSet(t)
	if got := set.Text("engine.over", nil); got != `Phần này đã xong rồi ạ. Ông/bà nhắn "bắt đầu" để làm việc khác.` {
		t.Errorf("%q", got)
	}
	if got := set.Text("engine.wrong_range", map[string]string{"xung_ho": "đồng chí", "min": "1", "max": "9"}); got != "Số này cần trong khoảng từ 1 đến 9. Đồng chí xem lại giúp ạ." {
		t.Errorf("%q", got)
	}
	if got := set.Text("nothing", nil); got != "" {
		t.Errorf("%q", got)
	}
}

// TestVersion: what the files say decides the version, nothing else does.
func TestVersion(t *testing.T) {
	a, _ := flows.Load(defaultFiles(t), testNeeds())
	m := defaultFiles(t)
	m["README.md"] = m["khan.yaml"]
	b, _ := flows.Load(m, testNeeds())
	m["khan.yaml"].Data = append(slices.Clone(m["khan.yaml"].Data), '\n')
	c, _ := flows.Load(m, testNeeds())
	if a.Version() != b.Version() || a.Version() == c.Version() || len(a.Version()) != 16 {
		t.Error(a.Version(), b.Version(), c.Version())
	}
	for _, broken := range [][]byte{nil, []byte("x"), a.Bundle()[:40]} {
		if s, ps := flows.LoadBundle(broken, testNeeds()); s != nil || len(ps) == 0 {
			t.Error("a broken bundle was taken")
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	set := defaultSet(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			p := newPhone(t, set, "dinh-ky", nil)
			p.step(flows.Event{Begin: true})
			for _, s := range []string{"giao thong", "2", "Đường hỏng đã lâu chưa ai sửa", "xong", "0"} {
				p.step(flows.Event{Text: s})
				set.Match(s, "collaborator")
			}
		})
	}
	wg.Wait()
}
