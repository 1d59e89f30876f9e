package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
)

// TestMendRecords damages a record of each kind: the check names it by bucket and key,
// Mend sets it aside as it was, after which everything is sound, the rest is
// untouched, and the record counts as never having been.
func TestMendRecords(t *testing.T) {
	for _, x := range kept {
		for _, how := range []string{"last byte", "cut", "empty"} {
			c := testConfig(t)
			now := day0
			c.Now = func() time.Time { return now }
			s := mustOpen(t, c)
			everyKind(t, s)
			closeNow(t, s)
			var key, spoilt []byte
			raw(t, c, func(at func(bucket) *bolt.Bucket) error {
				k, v := at(x.b).Cursor().First()
				key, spoilt = bytes.Clone(k), bytes.Clone(v)
				switch how {
				case "last byte":
					spoilt[len(spoilt)-1] ^= 1
				case "cut":
					spoilt = spoilt[:len(spoilt)/2]
				case "empty":
					spoilt = nil
				}
				return at(x.b).Put(key, spoilt)
			})
			s = mustOpen(t, c)
			name := x.b.String() + "/" + hex.EncodeToString(key)
			if err := s.Check(bg); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s, %s: check: %v", x.b, how, err)
			}
			list, _, err := s.Mend(bg)
			if err != nil || len(list) != 1 || list[0].Bucket+"/"+list[0].Key != name {
				t.Fatalf("%s, %s: mended %v, %v", x.b, how, list, err)
			}
			switch x.b {
			case bSessions, bContacts:
				if list[0].Chat != somebody {
					t.Errorf("%s: about %v", x.b, list[0].Chat)
				}
			case bReports, bPeople, bOutbox:
				if want := map[bucket]string{bReports: "2611-0001", bPeople: "p1", bOutbox: "1"}[x.b]; list[0].ID != want {
					t.Errorf("%s: about %q", x.b, list[0].ID)
				}
			}
			if again, entries, err := s.Mend(bg); len(again) != 0 || entries != 0 || err != nil {
				t.Errorf("%s: mended again %v, %d, %v", x.b, again, entries, err)
			}
			closeNow(t, s)
			s = mustOpen(t, c)
			if err := s.Check(bg); err != nil || s.Sizes().Aside != 1 {
				t.Errorf("%s, %s: after mending: %v, %+v", x.b, how, err, s.Sizes())
			}
			for other, read := range readers {
				if err := s.View(bg, func(v bot.View) error { read(v); return nil }); err != nil {
					t.Errorf("%s mended, and %s: %v", x.b, other, err)
				}
			}
			err = s.View(bg, func(v bot.View) error {
				if a := v.Audits(1); len(a) != 1 || a[0].What != "mend" || a[0].On != name {
					t.Errorf("%s: audit %v", x.b, a)
				}
				return nil
			})
			var out bytes.Buffer
			n, werr := s.WriteAside(bg, &out)
			if err = errors.Join(err, werr); err != nil || n != 1 || !strings.Contains(out.String(), hex.EncodeToString(key)) {
				t.Errorf("%s: written %d, %v: %s", x.b, n, err, out.String())
			}
			now = now.AddDate(0, 0, c.Retention.Quarantine+60)
			if swept, err := s.Sweep(now); err != nil || swept.Aside != 1 || s.Sizes().Aside != 0 {
				t.Errorf("%s: swept %+v, %v", x.b, swept, err)
			}
			closeNow(t, s)
		}
	}
}

// TestMendIndexes: what an index lacks, has too much of, or points to in vain is
// put right from the records.
func TestMendIndexes(t *testing.T) {
	for _, b := range append([]bucket{bReports, bTimers, bPosts, bPeople}, indexes...) {
		c := testConfig(t)
		s := mustOpen(t, c)
		everyKind(t, s)
		closeNow(t, s)
		raw(t, c, func(at func(bucket) *bolt.Bucket) error {
			k, _ := at(b).Cursor().First()
			err := at(b).Delete(bytes.Clone(k))
			if b == bReports || b == bTimers || b == bPosts || b == bPeople {
				return err
			}
			return errors.Join(err, at(b).Put(bytes.Repeat([]byte{1}, 24), nil))
		})
		s = mustOpen(t, c)
		if err := s.Check(bg); err == nil {
			t.Errorf("%s: the check finds nothing", b)
		}
		if list, entries, err := s.Mend(bg); len(list) != 0 || entries == 0 || err != nil {
			t.Errorf("%s: mended %v, %d entries, %v", b, list, entries, err)
		}
		if err := s.Check(bg); err != nil {
			t.Errorf("%s: after mending: %v", b, err)
		}
		closeNow(t, s)
	}
}
