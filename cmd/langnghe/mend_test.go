package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
)

// file changes the data file of the stopped program behind its back.
func (w *town) file(f func(*bolt.Tx) error) {
	w.Helper()
	db, err := bolt.Open(w.cfg.DataFile, 0o600, nil)
	w.must(err)
	w.must(errors.Join(db.Update(f), db.Close()))
}

// keysOf lists the keys of a bucket.
func keysOf(btx *bolt.Tx, bucket string) (keys []string) {
	_ = btx.Bucket([]byte(bucket)).ForEach(func(k, _ []byte) error {
		keys = append(keys, string(k))
		return nil
	})
	return keys
}

// damage flips a byte of the one record that a bucket has beside those of before.
func (w *town) damage(bucket string, before []string) (key string) {
	w.Helper()
	w.must(w.node.Close())
	w.file(func(btx *bolt.Tx) error {
		for _, k := range keysOf(btx, bucket) {
			if strings.Contains(strings.Join(before, "\n"), k) {
				continue
			}
			key = k
			v := bytes.Clone(btx.Bucket([]byte(bucket)).Get([]byte(k)))
			v[len(v)-1] ^= 1
			return btx.Bucket([]byte(bucket)).Put([]byte(k), v)
		}
		return errors.New("no record to damage")
	})
	w.open()
	return key
}

// TestMendSession: a session that cannot be read stops its own chat and no
// other. The operator is told, the check names it, and once it is set aside, by
// the running program or while it is stopped, the person begins afresh, hears
// of it, and what waited in quarantine can be decided.
func TestMendSession(t *testing.T) {
	for _, running := range []bool{true, false} {
		w := newTown(t)
		w.settleIn("lan@zalo", "tho@telegram", "qt@zalo")
		lan, tho, qt := w.phone("lan@zalo"), w.phone("tho@telegram"), w.phone("qt@zalo")
		tho.says("báo cáo")
		w.must(w.node.Close())
		var before []string
		w.file(func(btx *bolt.Tx) error { before = keysOf(btx, "sessions"); return nil })
		w.open()
		want(t, lan.says("báo cáo"), "lĩnh vực")
		key := hex.EncodeToString([]byte(w.damage("sessions", before)))

		want(t, lan.says("giao thông"), "gặp trục trặc")
		want(t, tho.says("giao thông"), "Cụ thể là việc gì")
		want(t, lan.says("menu"), "gặp trục trặc")
		want(t, tho.says("ùn tắc"), "kể ngắn gọn")
		w.pass(2 * time.Minute)
		want(t, qt.news(), "store_unreadable")
		if z := w.node.store.Sizes(); z.Quarantined != 2 || z.Waiting != 0 {
			t.Fatalf("%+v", z)
		}
		want(t, w.operator("quarantine list"), "a record it needs cannot be read")
		if _, err := w.node.operate(context.Background(), task{Do: "store check"}); err == nil || !strings.Contains(err.Error(), "sessions/"+key) || !strings.Contains(err.Error(), "store mend") {
			t.Errorf("check: %v", err)
		}

		said := w.mend(running)
		want(t, said, "Gạt riêng 1 bản ghi", "sessions/"+key, "bắt đầu lại", "lời xin lỗi tới 1 người", "quarantine list")
		w.pass(10 * time.Second)
		want(t, lan.news(), "Xin lỗi bác", "đang viết dở không còn")
		want(t, lan.says("báo cáo"), "lĩnh vực")
		want(t, tho.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"), "Có nhiều người nói")
		id := strings.Fields(strings.Split(w.operator("quarantine list"), "\n")[1])[0]
		w.operator("quarantine replay", "id", id)
		w.pass(10 * time.Second)
		want(t, lan.news(), "Cụ thể là việc gì")
		want(t, w.operator("store check"), "Kho dữ liệu tốt", "1 bản ghi hỏng")
		want(t, w.operator("store mend"), "Không có bản ghi nào hỏng")
		out := filepath.Join(w.dir, "aside.jsonl")
		want(t, w.operator("store aside", "file", out), "1 bản ghi")
		if b, err := os.ReadFile(out); err != nil || !bytes.Contains(b, []byte(key)) {
			t.Errorf("%s, %v", b, err)
		}
		w.view(func(v bot.View) {
			want(t, auditWords(v.Audits(50)), "operator mend sessions/"+key)
		})
	}
}

// mend is `langnghe store mend`, through the socket of the running program or
// with the program stopped.
func (w *town) mend(running bool) string {
	w.Helper()
	if !running {
		w.must(w.node.Close())
		// The command has the real clock, which may be in the quiet hours.
		config, err := os.ReadFile(filepath.Join(w.dir, "config.yaml"))
		w.must(err)
		w.write("config.yaml", string(config)+"quiet_hours: []\n")
		code, stdout, stderr := runs(w.TB.(*testing.T), "store", "mend", "--config", filepath.Join(w.dir, "config.yaml"))
		if code != 0 {
			w.Fatalf("ended with %d: %s", code, stderr)
		}
		w.write("config.yaml", string(config))
		w.open()
		return stdout
	}
	l, err := listenOperator(filepath.Join(w.dir, "s"))
	w.must(err)
	srv := &http.Server{Handler: w.node.operatorPages(), ReadHeaderTimeout: time.Second}
	go func() { _ = srv.Serve(l) }()
	defer srv.Close() //nolint:errcheck // a test's server
	said, err := askServer(context.Background(), l.Addr().String(), task{Do: "store mend"})
	w.must(err)
	return said
}

// TestMendOthers: a report, a person, a timer.
func TestMendOthers(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@zalo", "pct-bd@zalo")
	lan, tho := w.phone("lan@zalo"), w.phone("tho@zalo")
	want(t, lan.says("không có gì"), "2611-0001")
	w.damage("reports", nil)
	want(t, lan.says("báo cáo của tôi"), "gặp trục trặc")
	want(t, w.mend(false), "báo cáo 2611-0001: không còn đọc được")
	want(t, lan.says("báo cáo của tôi"), "chưa gửi")
	want(t, lan.says("không có gì"), "2611-0002")

	id := w.urgent(tho)
	w.damage("timers", nil)
	if _, _, err := w.node.bot.Turn(context.Background(), w.now.Add(48*time.Hour)); err == nil {
		t.Error("a timer that cannot be read passes for absent")
	}
	want(t, w.mend(true), "một việc hẹn giờ", "đã được hẹn lại")
	w.pass(30 * time.Minute)
	if r := w.report(id); r.Rung == 0 && len(r.Log) < 2 {
		t.Errorf("the alert does not climb: %+v", r.Log)
	}

	w.must(w.node.Close())
	w.file(func(btx *bolt.Tx) error {
		k, v := btx.Bucket([]byte("people")).Cursor().First()
		v = bytes.Clone(v)
		v[len(v)-1] ^= 1
		return btx.Bucket([]byte("people")).Put(bytes.Clone(k), v)
	})
	code, stdout, stderr := runs(t, "store", "mend", "--config", filepath.Join(w.dir, "config.yaml"))
	if code != 0 || !strings.Contains(stdout, "một người ") {
		t.Errorf("%d %s%s", code, stdout, stderr)
	}
	w.open()
	want(t, w.operator("store check"), "Kho dữ liệu tốt")
}

// TestMendOutbox: a row that cannot be read stops only itself. What was queued
// before and behind it goes out, the operator hears of it, and it is set aside
// without being sent.
func TestMendOutbox(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "qt@zalo")
	lan, qt := w.phone("lan@zalo"), w.phone("qt@zalo")
	w.settle()
	w.enqueue(bot.Notice, "lan", "tin thứ nhất", 48*time.Hour)
	w.damage("outbox", nil)
	w.enqueue(bot.Notice, "lan", "tin thứ hai", 48*time.Hour)
	w.pass(2 * time.Minute)
	want(t, lan.news(), "tin thứ hai")
	want(t, qt.news(), "store_unreadable")
	want(t, w.operator("outbox list"), "hỏng", "outbox/")
	for _, do := range []string{"outbox show", "outbox replay"} {
		if _, err := w.node.operate(context.Background(), task{Do: do, Args: map[string]string{"id": "1"}}); err == nil || !strings.Contains(err.Error(), "store mend") {
			t.Errorf("%s: %v", do, err)
		}
	}
	if _, err := w.node.store.Sweep(w.now); err != nil {
		t.Error(err)
	}
	want(t, w.mend(true), "tin gửi đi số", "không được gửi")
	w.pass(time.Minute)
	want(t, w.operator("store check"), "Kho dữ liệu tốt")
	if got := allTexts(lan); strings.Contains(got, "tin thứ nhất") {
		t.Errorf("lan reads %q", got)
	}
}

// TestSendingBesideDamage: a message that hangs on a record that cannot be read
// waits for the mending, and nothing else does.
func TestSendingBesideDamage(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo", "qt@zalo")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@zalo")
	want(t, lan.says("không có gì"), "2611-0001")
	w.damage("reports", nil)
	alert := bot.Outgoing{Class: bot.Alert, Person: "pct-bd", Report: "2611-0001", Made: w.now, State: bot.Queued, Why: "test"}
	alert.Msg.To, alert.Msg.Text = addressOf("pct-bd", "zalo"), "việc khẩn"
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Outbox: []bot.Outgoing{alert}})
		return err
	}))
	w.enqueue(bot.Notice, "pct-bd", "tin sau việc khẩn", time.Hour)
	w.enqueue(bot.Notice, "lan", "tin của người khác", time.Hour)
	w.pass(3 * time.Minute)
	want(t, lan.news(), "tin của người khác")
	want(t, pct.news(), "tin sau việc khẩn")
	want(t, allTexts(w.phone("qt@zalo")), "store_unreadable")
	w.mend(true)
	w.pass(2 * time.Minute)
	w.nothingLeft()
}

// TestSettlingBesideDamage: what a refusal says of somebody whose record cannot
// be read is not noted, and the sends beside it are settled.
func TestSettlingBesideDamage(t *testing.T) {
	w := newTown(t)
	w.settleIn("tho@zalo", "qt@zalo")
	w.must(w.node.Close())
	var before []string
	w.file(func(btx *bolt.Tx) error { before = keysOf(btx, "contacts"); return nil })
	w.open()
	w.settleIn("lan@zalo")
	w.damage("contacts", before)
	tho, qt := w.phone("tho@zalo"), w.phone("qt@zalo")
	w.zalo.Block(addressOf("lan", "zalo").ID, true)
	w.enqueue(bot.Notice, "lan", "không tới được", time.Hour)
	w.enqueue(bot.Notice, "tho", "tin của người khác", time.Hour)
	w.pass(3 * time.Minute)
	want(t, tho.news(), "tin của người khác")
	want(t, qt.news(), "store_unreadable")
	if rows := w.rows(bot.Sending); len(rows) > 0 {
		t.Errorf("not settled: %+v", rows)
	}
	w.mend(true)
}

// TestOperatorsHear: where one administrator's records cannot be read the alert
// goes to the other.
func TestOperatorsHear(t *testing.T) {
	w := newTown(t)
	w.write("org.yaml", townOrg+"  - {id: qt2, name: \"Lê Thị Thu\", posts: [{unit: bd, role: system_admin}]}\n")
	w.restart()
	w.settleIn("qt@zalo", "qt2@zalo")
	w.settle()
	w.must(w.node.Close())
	var before []string
	w.file(func(btx *bolt.Tx) error { before = keysOf(btx, "contacts"); return nil })
	w.open()
	w.settleIn("lan@zalo")
	if len(before) != 2 {
		t.Fatalf("%d contacts", len(before))
	}
	w.must(w.node.Close())
	w.file(func(btx *bolt.Tx) error {
		v := bytes.Clone(btx.Bucket([]byte("contacts")).Get([]byte(before[0])))
		v[len(v)-1] ^= 1
		return btx.Bucket([]byte("contacts")).Put([]byte(before[0]), v)
	})
	w.open()
	one, two := w.phone("qt@zalo"), w.phone("qt2@zalo")
	w.node.alert("dead_letter", "thử báo động")
	w.pass(2 * time.Minute)
	if heard := one.news() + two.news(); strings.Count(heard, "thử báo động") != 1 {
		t.Errorf("heard: %s", heard)
	}
	w.mend(true)
}
