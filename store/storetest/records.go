package storetest

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// testReadBack puts a record of every kind, replaces each, and reads it back
// before and after the store was opened again.
func testReadBack(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	c := reflect.ValueOf(Sample(1))
	for i := range c.NumField() {
		name := c.Type().Field(i).Name
		if _, ok := kinds()[name]; !ok {
			t.Errorf("bot.Change has a field %s that this suite does not know", name)
		}
	}
	prepare(t, s, m)
	same(t, s, m)
	for n := range 3 {
		both(t, s, m, Sample(n))
		same(t, s, m)
		s = b.reopen(t)
		same(t, s, m)
		b.check(t)
	}
	changes := kinds()
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		c := changes[name]
		both(t, s, m, c)
		if same(t, s, m); t.Failed() {
			t.Fatalf("after %s", name)
		}
	}
	err := s.Update(bg, func(tx bot.Tx) error {
		if _, err := tx.Apply(Sample(5)); err != nil {
			return err
		}
		if _, err := m.Apply(Sample(5)); err != nil {
			return err
		}
		if got, want := picture(tx), picture(m); !reflect.DeepEqual(got, want) {
			t.Errorf("a transaction does not see its own writes")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// testRemove removes everything that can be removed.
func testRemove(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	prepare(t, s, m)
	both(t, s, m, Sample(1))
	c := Sample(1)
	c.Invites[0].Uses = 0
	p := c.People[0]
	p.Name, p.Chats, p.Erased = "", nil, epoch
	r := c.Reports[0]
	r.Person, r.State, r.HeldBy = "", report.Resolved, nil
	q := c.Quarantine[0].Event
	remove := bot.Change{
		Handled: []bot.EventID{{Channel: q.Channel, Key: q.Key}},
		Unbound: []chat.Address{chats[3], chats[4], chats[2]}, Invites: c.Invites, People: []org.Person{p}, Reports: []report.Report{r},
		Posts:  []org.Post{{ID: seats[0], Unit: units[2]}},
		Cancel: []string{c.Timers[0].Key, alarms[4], "never set"},
		Forget: []chat.Address{chats[0], chats[4], chats[1]},
	}
	for id := range uint64(7) {
		remove.Settled = append(remove.Settled, bot.Outgoing{ID: id + 1})
	}
	both(t, s, m, remove)
	same(t, s, m)
	both(t, s, m, remove)
	same(t, s, m)
	both(t, s, m, bot.Change{Settled: []bot.Outgoing{{ID: 2, State: bot.Sending, Msg: chat.Outbound{To: chats[0]}}}})
	same(t, s, m) // a row that is gone stays gone
	both(t, s, m, Sample(1))
	same(t, s, m) // and its dedup key stays known
	// Named twice in one change: cancelled and set is set, put and forgotten is gone.
	both(t, s, m, bot.Change{
		Timers: []bot.Timer{{Key: alarms[0], Due: epoch}}, Cancel: []string{alarms[0]},
		Sessions: []bot.Session{{Chat: chats[1]}}, Forget: []chat.Address{chats[1]},
		Groups: []org.Group{{Address: chats[2], Unit: units[0]}}, Unbound: []chat.Address{chats[2]},
	})
	same(t, s, m)
}

// testIndexes moves records from one owner to another.
func testIndexes(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	r := report.Report{ID: numbers[1], Kind: report.Urgent, Unit: units[1], Person: persons[0], Period: periods[0], At: epoch, State: report.New}
	steps := []func(){
		func() { r.Person = persons[1] },
		func() { r.Unit, r.Period = units[2], periods[1] },
		func() { r.HeldBy = []report.Hand{{Unit: units[0]}, {Unit: units[1]}, {Unit: units[0]}} },
		func() { r.At = epoch.Add(time.Hour) },
		func() { r.State = report.Declined },
		func() { r.State = report.MoreAsked },
		func() { r.Kind = report.Periodic },
		func() { r.State = report.Withdrawn },
		func() { r.State = report.New },
		func() { r.Person, r.HeldBy = "", nil },
	}
	for _, step := range steps {
		both(t, s, m, bot.Change{Reports: []report.Report{r}})
		same(t, s, m)
		step()
	}
	p := func(id string, at ...chat.Address) []org.Person { return []org.Person{{ID: id, Chats: at}} }
	for _, c := range []bot.Change{
		{People: p("p1", chats[0], chats[2])},
		{People: p("p2", chats[1])},
		{People: p("p2", chats[0])}, // takes over a chat
		{People: p("p1", chats[2])}, // and the old owner letting go of it changes nothing
		{People: p("p2")},
		{Posts: []org.Post{{ID: "s1", Unit: units[0], Person: "p1"}}},
		{Posts: []org.Post{{ID: "s1", Unit: units[0], Person: "p2"}}},
		{Posts: []org.Post{{ID: "s1", Unit: units[1]}}},
		{Groups: []org.Group{{Address: chats[3], Unit: units[0]}}},
		{Groups: []org.Group{{Address: chats[3], Unit: units[1]}}},
		{Prompts: []bot.PromptCall{{ID: calls[0], Unit: units[0], At: epoch}}},
		{Prompts: []bot.PromptCall{{ID: calls[0], Unit: units[1], At: epoch}}},
		{Outbox: []bot.Outgoing{{State: bot.Parked, Msg: chat.Outbound{To: chats[0]}}}},
		{Settled: []bot.Outgoing{{ID: 1, State: bot.Parked, Msg: chat.Outbound{To: chats[1]}}}}, // sent to another chat
		{Settled: []bot.Outgoing{{ID: 1, State: bot.Queued, Msg: chat.Outbound{To: chats[1]}}}},
		{Settled: []bot.Outgoing{{ID: 1, State: bot.Parked, Msg: chat.Outbound{To: chats[1]}}}},
		{Settled: []bot.Outgoing{{ID: 1}}},
	} {
		both(t, s, m, c)
		same(t, s, m)
		b.check(t)
	}
}

// testNumbers counts series apart, within a transaction and after reopening.
func testNumbers(t *testing.T, b *bench) {
	s := b.start(t)
	take := func(series string, want ...int) {
		t.Helper()
		err := s.Update(bg, func(tx bot.Tx) error {
			for _, w := range want {
				if n, err := tx.Number(series); err != nil || n != w {
					t.Errorf("number of %q: %d, %v, want %d", series, n, err, w)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	take("report 2611", 1, 2, 3)
	take("report 2612", 1)
	s = b.reopen(t)
	take("report 2611", 4)
	_ = s.Update(bg, func(tx bot.Tx) error {
		_, _ = tx.Number("report 2611")
		return errFault
	})
	take("report 2611", 5)
	err := s.Update(bg, func(tx bot.Tx) error {
		for _, x := range []struct{ by, want int }{{800, 800}, {-50, 750}, {-800, 0}, {3, 3}} {
			if n, err := tx.Add("cost", x.by); n != x.want || err != nil || tx.Count("cost") != n {
				t.Errorf("%d added: %d, %v, want %d", x.by, n, err, x.want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s = b.reopen(t)
	_ = s.View(bg, func(v bot.View) error {
		if got := [3]int{v.Count("cost"), v.Count("report 2611"), v.Count("never")}; got != [3]int{3, 5, 0} {
			t.Errorf("counted %v", got)
		}
		return nil
	})
}

func testVault(t *testing.T, b *bench) {
	s := b.start(t)
	if _, err := s.Get(bg, "zalo"); !errors.Is(err, chat.ErrNoSecret) {
		t.Errorf("a secret never put: %v", err)
	}
	for _, v := range []string{"one", "two", ""} {
		if err := s.Put(bg, "zalo", []byte(v)); err != nil {
			t.Fatal(err)
		}
		s = b.reopen(t)
		if got, err := s.Get(bg, "zalo"); err != nil || string(got) != v {
			t.Errorf("secret: %q, %v, want %q", got, err, v)
		}
	}
}

func testHash(t *testing.T, b *bench) {
	s := b.start(t)
	h := s.Hash("invite", "123456")
	if h == "" || h == s.Hash("invite", "123457") || h == s.Hash("other", "123456") || s.Hash("a", "bc") == s.Hash("ab", "c") {
		t.Errorf("hashes of different things are the same")
	}
	if s = b.reopen(t); h != s.Hash("invite", "123456") {
		t.Errorf("a hash changed by reopening")
	}
	other := &bench{open: b.open, o: Options{Dir: t.TempDir(), Now: b.o.Now}}
	o := other.start(t)
	defer other.close(t)
	if h == o.Hash("invite", "123456") {
		t.Errorf("two stores have the same hash: it is not keyed")
	}
}

// testCopies keeps what a view gave while everything changes.
func testCopies(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	prepare(t, s, m)
	both(t, s, m, Sample(1))
	var kept []chat.Event
	var sets bot.FlowSet
	view(t, s, func(v bot.View) {
		kept = v.Waiting(10)
		sets, _ = v.FlowSet(versions[0])
	})
	want, bundle := m.Waiting(10), string(sets.Bundle)
	for n := range 20 {
		both(t, s, m, Sample(n))
	}
	b.reopen(t)
	if !reflect.DeepEqual(string(kept[0].Body), string(want[0].Body)) || string(sets.Bundle) != bundle {
		t.Errorf("what a view gave changed afterwards")
	}
}
