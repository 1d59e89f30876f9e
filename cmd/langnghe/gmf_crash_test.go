package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

// killer carries out what a town has to do, piece by piece, and kills the program
// at the n-th place where it can be killed.
type killer struct {
	*town
	left int
}

// here is a place to be killed at; it reports whether that happened.
func (k *killer) here() bool {
	if k.left--; k.left == 0 {
		k.restartAsleep()
		return true
	}
	return false
}

// round delivers events, decides, claims, sends and settles once.
func (k *killer) round() {
	k.Helper()
	ctx := k.Context()
	k.zalo.Step(ctx, k.now)
	if k.here() {
		return
	}
	_, _, err := k.node.bot.Turn(ctx, k.now)
	k.must(err)
	if k.here() {
		return
	}
	rows, _, err := k.node.deliver.Claim(ctx, k.now, 1)
	k.must(err)
	if k.here() || len(rows) == 0 {
		return
	}
	var sent []bot.Sent
	for _, o := range rows {
		sent = append(sent, k.node.deliver.Send(ctx, k.now, o))
	}
	if k.here() {
		return
	}
	k.must(k.node.deliver.Finish(ctx, k.now, sent))
	k.here()
}

// TestGroupKilled kills the program at every place between the wish for a group
// and its being filled: one group is made and bound, whatever happened.
func TestGroupKilled(t *testing.T) {
	places := 60
	if testing.Short() {
		places = 20
	}
	for n := 1; n <= places; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			w := gmfTown(t, "pct-bd@zalo", "lan@zalo", "tho@telegram")
			w.zalo.BuyAsset("gmf100", moment("2027-11-11 00:00")) // one too many would find one
			pct := w.phone("pct-bd@zalo")
			want(t, pct.says("tạo nhóm"), "CTV phường")
			want(t, pct.says("1"), "Mời được ngay")
			k := &killer{town: w, left: n}
			pct.send("tạo nhóm")
			for range 40 {
				k.round()
				k.now = k.now.Add(time.Second)
			}
			w.pass(30 * time.Minute)
			w.theGroup("bd", "qt", "lan", "pct-bd")
			w.nothingLeft()
			want(t, allTexts(w.phone("tho@telegram")), "https://zalo.me/g/")
			if got := pct.news(); strings.Count(got, "Đã tạo nhóm") == 0 {
				t.Errorf("said: %s", got)
			}
		})
	}
}
