package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/zalo/zalosim"
)

// damagePerson makes one person's record unreadable behind the program's back:
// that which a change of his gives other bytes. The program is stopped then.
func (w *town) damagePerson(id string) {
	w.Helper()
	before := map[string][]byte{}
	people := func(f func(b *bolt.Bucket) error) {
		w.must(w.node.Close())
		w.file(func(btx *bolt.Tx) error { return f(btx.Bucket([]byte("people"))) })
	}
	people(func(b *bolt.Bucket) error {
		return b.ForEach(func(k, v []byte) error { before[string(k)] = bytes.Clone(v); return nil })
	})
	w.open()
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		p, _ := tx.Person(id)
		_, err := tx.Apply(bot.Change{People: []org.Person{p}})
		return err
	}))
	people(func(b *bolt.Bucket) error {
		for k, was := range before {
			if v := bytes.Clone(b.Get([]byte(k))); !bytes.Equal(was, v) {
				v[len(v)-1] ^= 1
				return b.Put([]byte(k), v)
			}
		}
		return errors.New("nobody changed")
	})
}

// TestStartsBesideDamage: somebody's record cannot be read. The program starts
// all the same and tells the operator; the others write and are written to, what
// the file says that is new is taken from it, and what is for him waits. An
// urgent matter that is his to take goes to the next at once.
func TestStartsBesideDamage(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@telegram", "pct-bd@zalo", "ct-bd@telegram", "qt@telegram")
	w.settle()
	w.enqueue(bot.Notice, "pct-bd", "chờ sửa", 48*time.Hour)
	w.damagePerson("pct-bd")
	w.write("org.yaml", townOrg+"  - {id: moi, name: \"Trịnh Thị Mới\", posts: [{unit: bd, role: collaborator}]}\n")
	w.open()
	w.pass(2 * time.Minute)
	want(t, allTexts(w.phone("qt@telegram")), "store_unreadable")
	w.view(func(v bot.View) {
		if p, ok := v.Person("moi"); !ok || p.Name == "" {
			t.Error("what is new in the file was left")
		}
	})
	lan, tho, pct := w.phone("lan@zalo"), w.phone("tho@telegram"), w.phone("pct-bd@zalo")
	want(t, tho.says("không có gì"), "2611-0001")
	want(t, pct.news())
	id := w.urgent(lan)
	want(t, allTexts(w.phone("ct-bd@telegram")), "VIỆC HỎA TỐC mã "+id)
	if z := w.node.store.Sizes(); z.Quarantined != 0 {
		t.Errorf("%d events were put aside", z.Quarantined)
	}
	if rows := w.rows(bot.Queued); len(rows) != 1 || rows[0].Person != "pct-bd" {
		t.Errorf("waiting: %v", rows)
	}
	// It did not pass for absent: what is set aside is his record as it was.
	w.must(w.node.Close())
	code, stdout, stderr := runs(t, "store", "mend", "--config", filepath.Join(w.dir, "config.yaml"))
	if code != 0 {
		t.Fatalf("%d %s", code, stderr)
	}
	want(t, stdout, "một người ")
	w.open()
	want(t, w.operator("store check"), "Kho dữ liệu tốt")
}

// TestUrgentBesideDamage: what is known of the lead's chat cannot be read. The
// next above hears of the urgent matter at once, and the report is not put aside.
func TestUrgentBesideDamage(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "ct-bd@telegram", "qt@telegram")
	w.settle()
	w.must(w.node.Close())
	var before []string
	w.file(func(btx *bolt.Tx) error { before = keysOf(btx, "contacts"); return nil })
	w.open()
	w.settleIn("pct-bd@telegram")
	w.damage("contacts", before)
	id := w.urgent(w.phone("lan@zalo"))
	want(t, allTexts(w.phone("ct-bd@telegram")), "VIỆC HỎA TỐC mã "+id)
	w.pass(2 * time.Minute)
	want(t, allTexts(w.phone("qt@telegram")), "store_unreadable")
	w.mend(true)
}

// TestSendingBesidePanic: the program itself is wrong about one message, when it is
// claimed or when its answer is in. The others go and are settled.
func TestSendingBesidePanic(t *testing.T) {
	w, _ := silent(t, byNumber)
	w.settleIn("vp@telegram", "qt@telegram") // who are reminded of nothing
	w.gavePhone("lan", lanPhone)
	ctx := context.Background()
	w.now = moment("2026-11-11 08:00")
	zone := w.node.bot.Settings.Zone
	breaks := func(broken bool) {
		if w.node.bot.Settings.Zone = zone; broken {
			w.node.bot.Settings.Zone = nil // whoever tells the time panics
		}
	}
	_, err := w.node.beat(ctx, w.now)
	w.must(err)
	breaks(true)
	w.queue(bot.Reply, "vp@telegram", "Một")
	rows, _, err := w.node.deliver.Claim(ctx, w.now, 10)
	if err != nil || len(rows) != 1 || rows[0].Person != "vp" {
		t.Fatal(rows, err)
	}
	w.must(w.node.deliver.Finish(ctx, w.now, []bot.Sent{w.node.deliver.Send(ctx, w.now, rows[0])}))
	breaks(false)
	w.now = w.now.Add(time.Minute)
	rows, _, err = w.node.deliver.Claim(ctx, w.now, 1)
	if err != nil || len(rows) != 1 || rows[0].Class != bot.Template {
		t.Fatal(rows, err)
	}
	sent := []bot.Sent{w.node.deliver.Send(ctx, w.now, rows[0])}
	w.queue(bot.Reply, "vp@telegram", "Hai")
	rows, _, err = w.node.deliver.Claim(ctx, w.now, 10)
	w.must(err)
	for _, o := range rows {
		sent = append(sent, w.node.deliver.Send(ctx, w.now, o))
	}
	breaks(true)
	w.must(w.node.deliver.Finish(ctx, w.now, sent))
	breaks(false)
	if left := w.rows(bot.Sending); len(left) != 0 {
		t.Errorf("not settled: %v", left)
	}
	w.phone("vp@telegram").wantGot("Một", "Hai")
	w.pass(2 * time.Minute)
	want(t, allTexts(w.phone("qt@telegram")), "bị lỗi khi gửi một tin")
}

// TestAlertBeforeARestart: what the operator was to hear a moment before the
// program was stopped he hears after the next start, and once.
func TestAlertBeforeARestart(t *testing.T) {
	w := newTown(t)
	w.settleIn("qt@telegram")
	qt := w.phone("qt@telegram")
	w.settle()
	w.node.alert("dead_letter", "thử báo động")
	w.restart()
	w.pass(3 * time.Minute)
	if got := qt.news(); strings.Count(got, "thử báo động") != 1 {
		t.Errorf("heard: %s", got)
	}
}

// TestDoubtIsTold: an answer was lost, and what it was to is not sent again. The
// operator hears that it is for him to look.
func TestDoubtIsTold(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "qt@telegram")
	qt := w.phone("qt@telegram")
	w.settle()
	w.zalo.Inject(func(f *zalosim.Faults) { f.LostAnswers = 2 })
	w.queue(bot.Reminder, "lan@zalo", "Nhắc")
	w.pass(3 * time.Minute)
	if len(w.rows(bot.MaybeSent)) != 1 {
		t.Fatal("nothing is in doubt")
	}
	want(t, qt.news(), "không rõ đã gửi được chưa")
}
