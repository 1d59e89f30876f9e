package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/report"
)

// filed puts n reports of somebody there, the newest told first in a list.
func (w *town) filed(person, unit string, n int) (ids []string) {
	w.Helper()
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		ids = nil
		var ch bot.Change
		for i := range n {
			k, err := tx.Number("report 2611")
			if err != nil {
				return err
			}
			r := report.Report{
				ID: fmt.Sprintf("2611-%04d", k), Kind: report.Periodic, Unit: unit, Person: person, Period: "2026-11", State: report.New,
				At: w.now.Add(time.Duration(i-n) * time.Minute), Fields: []report.Field{{ID: "noi_dung", Shown: fmt.Sprintf("Việc thứ %d", k)}},
			}
			ids = append(ids, r.ID)
			ch.Reports = append(ch.Reports, r)
		}
		_, err := tx.Apply(ch)
		return err
	}))
	slices.Reverse(ids)
	return ids
}

var listed = regexp.MustCompile(`(?m)^(\d{1,2})\. (2611-\d{4})`)

// shown is a page's numbers and what stands beside them, as the phone shows them.
func (p *phone) shown() (keys, ids []string) {
	all := p.bubbles()
	text := all[len(all)-1].text
	for _, b := range all[len(all)-1].all {
		text += "\n" + b
	}
	for _, m := range listed.FindAllStringSubmatch(text, -1) {
		keys, ids = append(keys, m[1]), append(ids, m[2])
	}
	return keys, ids
}

// TestPages walks every page of a long list, opens each item by the number that
// stands beside it, and comes back to where it was.
func TestPages(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		for _, list := range []struct{ who, call, kind string }{{"pct-bd", "báo cáo mới", "Người báo: Nguyễn Thị Lan"}, {"lan", "báo cáo của tôi", "Diễn tiến"}} {
			t.Run(where+" "+list.call, func(t *testing.T) {
				w := newTown(t)
				w.settleIn("lan@"+where, "pct-bd@"+where)
				all := w.filed("lan", "bd", 15)
				p := w.phone(list.who + "@" + where)
				got := p.says(list.call)
				var seen []string
				for part := 1; ; part++ {
					want(t, got, fmt.Sprintf("(%d–%d trong 15)", part*6-5, min(part*6, 15)))
					keys, ids := p.shown()
					for i := range keys {
						want(t, p.says(keys[i]), "Mã "+ids[i], list.kind)
						want(t, p.says("quay lại"), fmt.Sprintf("(%d–", part*6-5))
					}
					seen = append(seen, ids...)
					if len(seen) == 15 {
						break
					}
					got = p.says("xem thêm")
				}
				if !slices.Equal(seen, all) {
					t.Errorf("listed %v, want %v", seen, all)
				}
				want(t, p.says("0"), "(7–12 trong 15)")
				want(t, p.says("Quay lai"), "(1–6 trong 15)")
				if text := p.bubbles()[len(p.bubbles())-1].text; strings.Contains(text, "Quay lại") {
					t.Errorf("the first page leads back: %s", text)
				}
			})
		}
	}
}

// TestPagesOfNames: who has not reported and who cannot be reached are lists in
// pages too, and each name stands in one.
func TestPagesOfNames(t *testing.T) {
	var yaml strings.Builder
	var names []string
	for i := range 45 {
		names = append(names, fmt.Sprintf("Người Ẩn Danh %c%c", 'A'+i/26, 'A'+i%26))
		fmt.Fprintf(&yaml, "  - {id: ng-%d, name: %q, xung_ho: bác, posts: [{unit: bd, role: collaborator}]}\n", i, names[i])
	}
	w := newTown(t, morePeople(yaml.String()))
	var all []string
	for i := range 45 {
		all = append(all, fmt.Sprintf("ng-%d@telegram", i))
	}
	w.settleIn(append(all, "pct-bd@telegram")...)
	pct := w.phone("pct-bd@telegram")
	for i := range 45 {
		_, tg := ids(fmt.Sprintf("ng-%d", i))
		w.must(w.telegram.Block(tg))
	}
	w.settle()
	for call, head := range map[string]string{"chưa gửi": "Chưa gửi: 45 người. Chưa đến hạn", "không liên lạc được": "người trợ lý không nhắn tới được"} {
		got := pct.says(call)
		want(t, got, head, "(1–20 trong ")
		for range 2 {
			got += pct.taps("Xem thêm")
		}
		for _, name := range names {
			if n := strings.Count(got, name); n != 1 {
				t.Errorf("%s: %s is listed %d times", call, name, n)
			}
		}
		want(t, pct.taps("Quay lại"), "(21–40 trong ")
	}
}

// TestPagesAreNoRight: a page of somebody else's list is nobody's, whatever the
// button says.
func TestPagesAreNoRight(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-nh@telegram")
	w.filed("lan", "bd", 15)
	pct := w.phone("pct-bd@telegram")
	pct.says("báo cáo mới")
	other := w.phone("pct-nh@telegram")
	for _, data := range payloads(pct) {
		other.forge(data)
	}
	if got := allTexts(other); strings.Contains(got, "Việc thứ") {
		t.Errorf("another ward's reports: %s", got)
	}
}
