package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

// TestGroupInvitesWhoBelongs: who withdraws between the moment an invitation is
// queued and the moment it goes is not invited.
func TestGroupInvitesWhoBelongs(t *testing.T) {
	w := gmfTown(t, "pct-bd@zalo", "lan@zalo", "tho@zalo")
	w.lastWroteOnly("tho", 8*24*time.Hour)
	pct, tho := w.phone("pct-bd@zalo"), w.phone("tho@zalo")
	tho.says("rút đồng ý") // he is asked whether he is sure
	w.lastWroteOnly("tho", 8*24*time.Hour)
	pct.says("tạo nhóm")
	pct.says("1")
	pct.says("tạo nhóm")
	tho.says("1")
	if w.in("tho") {
		t.Fatal("he was invited already")
	}
	w.pass(10 * time.Minute)
	want(t, allTexts(pct), "Đã tạo nhóm")
	want(t, allTexts(tho), "rút đồng ý. ")
	if w.in("tho") {
		t.Error("who withdrew is in the group")
	}
}

// TestGroupRemovalRefused: of somebody whom the platform does not let go the
// operator hears.
func TestGroupRemovalRefused(t *testing.T) {
	w, _ := gmfGroup(t)
	w.zalo.Inject(func(f *zalosim.Faults) {
		f.Codes = []zalosim.Code{{Code: -201, Times: 100, Path: "/v3.0/oa/group/removemembers"}}
	})
	lan := w.phone("lan@zalo")
	lan.says("rút đồng ý")
	lan.says("1")
	w.pass(10 * time.Minute)
	if !w.in("lan") {
		t.Fatal("she was let go")
	}
	want(t, allTexts(w.phone("qt@zalo")), "Chưa đưa được người đã thôi ra khỏi nhóm của đơn vị bd")
}

// TestGroupRenewedOnce: a renewal asked for twice takes one asset; one that did
// nothing, and whose answer is lost, is not told as done.
func TestGroupRenewedOnce(t *testing.T) {
	for name, lost := range map[string]bool{"twice": false, "answer lost, nothing done": true} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("qt@zalo", "pct-bd@zalo", "lan@zalo")
			z, _ := ids("qt")
			w.zalo.MakeAdmin(z)
			w.zalo.BuyAsset("gmf50", moment("2026-11-22 00:00"))
			pct := w.phone("pct-bd@zalo")
			want(t, w.asks(pct), "Đã tạo nhóm")
			w.pass(5 * time.Minute)
			for range 2 {
				w.zalo.BuyAsset("gmf50", moment("2027-06-01 00:00"))
			}
			if lost {
				w.zalo.Inject(func(f *zalosim.Faults) {
					f.LostCalls = []zalosim.Lost{{Path: "/v3.0/oa/group/updateasset", Times: 1, Undone: true}}
				})
			}
			pct.send("gia hạn nhóm")
			w.settle()
			pct.says("gia hạn nhóm")
			w.pass(30 * time.Minute)
			if lost {
				want(t, allTexts(pct), "Chưa gia hạn được nhóm")
				if strings.Contains(allTexts(pct), "Đã gia hạn nhóm") {
					t.Error("told as done")
				}
				return
			}
			if n := w.called("updateasset"); n != 1 {
				t.Errorf("%d assets were taken", n)
			}
			want(t, allTexts(pct), "Hạn đến: 31/05/2027")
		})
	}
}
