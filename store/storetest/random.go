package storetest

import (
	"fmt"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/media"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// testRandom runs random histories beside the model, with reopening, failed
// jobs and failed commits between.
func testRandom(t *testing.T, b *bench) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			r.Fatal(err)
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a test's folder
		w := &bench{open: b.open, traits: b.traits, o: Options{Dir: dir, Now: b.o.Now}}
		w.o.Fault = func(point string) error {
			if f := w.fault.Load(); f != nil {
				return (*f)(point)
			}
			return nil
		}
		s, m := w.start(t), newModel()
		defer func() { w.close(t) }()
		look := func() {
			if d := differ(picture(m), pictureOf(r, s)); d != "" {
				r.Fatalf("the store differs (-want +got):\n%s", d)
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"accept": func(r *rapid.T) {
				e := event(r)
				if fresh, err := s.Accept(bg, e); err != nil || fresh != m.accept(e) {
					r.Fatalf("accept: fresh %v, %v", fresh, err)
				}
			},
			"apply": func(r *rapid.T) { both(r, s, m, change(r, m)) },
			"job fails": func(r *rapid.T) {
				c := change(r, m)
				if err := s.Update(bg, func(tx bot.Tx) error { _, _ = tx.Apply(c); return errFault }); err == nil {
					r.Fatalf("no error")
				}
			},
			"commit fails": func(r *rapid.T) {
				c := change(r, m)
				c.Audit = append(c.Audit, bot.Audit{At: epoch}) // so that there is something to commit
				at := rapid.SampledFrom([]string{"before_commit", "after_commit"}).Draw(r, "at")
				w.fail(func(point string) error {
					if point == at {
						return errFault
					}
					return nil
				})
				err := s.Update(bg, func(tx bot.Tx) error { _, err := tx.Apply(c); return err })
				w.fail(nil)
				if err == nil {
					r.Fatalf("no error")
				}
				if at == "after_commit" {
					_, _ = m.Apply(c)
				}
			},
			"number": func(r *rapid.T) {
				series := rapid.SampledFrom(units).Draw(r, "series")
				by := rapid.IntRange(-2, 3).Draw(r, "by")
				want, _ := m.Add(series, by)
				next, _ := m.Number(series)
				if err := s.Update(bg, func(tx bot.Tx) error {
					if n, err := tx.Add(series, by); n != want || err != nil {
						return fmt.Errorf("sum %d, want %d, %w", n, want, err)
					}
					if n, err := tx.Number(series); n != next || err != nil || tx.Count(series) != n {
						return fmt.Errorf("number %d, want %d, %w", n, next, err)
					}
					return nil
				}); err != nil {
					r.Fatal(err)
				}
			},
			"reopen": func(r *rapid.T) {
				s = w.reopen(t)
				look()
			},
			"look": func(*rapid.T) { look() },
		})
		look()
		check(t, s)
	})
}

var reportStates = []report.State{
	report.New, report.MoreAsked, report.Held, report.Passed, report.Resolved, report.Declined, report.Withdrawn,
}

// event draws from few keys, so that they come again.
func event(r *rapid.T) chat.Event {
	n := rapid.IntRange(0, 12).Draw(r, "event")
	return chat.Event{Channel: []string{"zalo", "telegram"}[n%2], Key: fmt.Sprint("m", n/2), Body: fmt.Appendf(nil, "body %d", n), Received: epoch}
}

// change draws a change of a few kinds at once.
func change(r *rapid.T, m *model) (c bot.Change) {
	some := func(label string) int { return max(rapid.IntRange(-3, 2).Draw(r, label), 0) }
	one := func(of []string) string { return rapid.SampledFrom(of).Draw(r, "of") }
	at := func() time.Time { return epoch.Add(time.Duration(rapid.IntRange(-1, 2).Draw(r, "at")) * time.Minute) }
	addr := func() chat.Address { return rapid.SampledFrom(chats).Draw(r, "chat") }
	maybe := func(of []string) string { return one(append([]string{""}, of...)) }
	text := func() string { return one([]string{"", "Bà con", "x"}) }

	for range some("handled") {
		e := event(r)
		c.Handled = append(c.Handled, bot.EventID{Channel: e.Channel, Key: e.Key})
	}
	for range some("quarantine") {
		c.Quarantine = append(c.Quarantine, bot.Quarantined{Event: event(r), At: at(), Reason: text()})
	}
	for range some("replay") {
		e := event(r)
		c.Replay = append(c.Replay, bot.EventID{Channel: e.Channel, Key: e.Key})
	}
	for range some("sessions") {
		c.Sessions = append(c.Sessions, bot.Session{Chat: addr(), Held: text(), Turns: uint64(some("turns"))})
	}
	for range some("contacts") {
		c.Contacts = append(c.Contacts, bot.Contact{Chat: addr(), Lost: text(), LastIn: at()})
	}
	for range some("people") {
		p := org.Person{ID: one(persons), Name: text(), Created: at()}
		for range some("chats") {
			p.Chats = append(p.Chats, addr())
		}
		c.People = append(c.People, p)
	}
	for range some("posts") {
		c.Posts = append(c.Posts, org.Post{ID: one(seats), Unit: one(units), Person: maybe(persons), Role: org.Collaborator})
	}
	for range some("groups") {
		c.Groups = append(c.Groups, org.Group{Address: addr(), Unit: one(units), Title: text()})
	}
	for range some("unbound") {
		c.Unbound = append(c.Unbound, addr())
	}
	for range some("invites") {
		c.Invites = append(c.Invites, org.Invite{Hash: one(codes), Unit: one(units), Uses: some("uses"), Expires: at(), Made: at()})
	}
	for range some("reports") {
		x := report.Report{ID: one(numbers), Kind: one([]string{report.Urgent, report.Periodic, report.Nil}), Unit: one(units), Person: maybe(persons), Period: one(periods), At: at(), State: rapid.SampledFrom(reportStates).Draw(r, "state"), Prompt: maybe(calls)}
		for range some("held") {
			x.HeldBy = append(x.HeldBy, report.Hand{Unit: one(units), At: at(), Text: text()})
		}
		c.Reports = append(c.Reports, x)
	}
	for range some("prompts") {
		c.Prompts = append(c.Prompts, bot.PromptCall{ID: one(calls), Unit: one(units), At: at(), Deadline: at(), Question: text()})
	}
	for range some("media") {
		c.Media = append(c.Media, bot.Media{
			ID: one(pieces), Kind: media.Photo, Person: maybe(persons), Report: maybe(numbers), Unit: one(units), At: at(),
			State: rapid.SampledFrom([]bot.MediaState{bot.MediaWanted, bot.MediaRefused, bot.MediaGone}).Draw(r, "state"),
		})
	}
	states := []bot.OutState{"", bot.Queued, bot.Sending, bot.Parked, bot.Dead, bot.MaybeSent}
	for range some("outbox") {
		c.Outbox = append(c.Outbox, bot.Outgoing{Dedup: maybe(dedups), Class: bot.Reply, State: rapid.SampledFrom(states).Draw(r, "state"), Msg: chat.Outbound{To: addr(), Text: text()}, Made: at()})
	}
	for range some("settled") {
		id := uint64(rapid.IntRange(1, int(m.lastOut)+1).Draw(r, "id"))
		o, ok := m.Outgoing(id)
		if !ok {
			o = bot.Outgoing{ID: id, Msg: chat.Outbound{To: addr()}, Made: at()}
		}
		if some("moved") == 1 {
			o.Msg.To = addr()
		}
		o.State = rapid.SampledFrom(states).Draw(r, "state")
		c.Settled = append(c.Settled, o)
	}
	for range some("timers") {
		c.Timers = append(c.Timers, bot.Timer{Key: one(alarms), Due: at(), Arg: text()})
	}
	for range some("cancel") {
		c.Cancel = append(c.Cancel, one(alarms))
	}
	for range some("fired") {
		c.Fired = append(c.Fired, bot.Fired{Rule: one(rules), Slot: at(), At: at()})
	}
	for range some("flows") {
		c.Flows = append(c.Flows, bot.FlowSet{Version: one(versions), Bundle: []byte(text()), At: at()})
	}
	for range some("audit") {
		c.Audit = append(c.Audit, bot.Audit{At: at(), Who: text(), What: "x"})
	}
	for range some("forget") {
		c.Forget = append(c.Forget, addr())
	}
	return c
}
