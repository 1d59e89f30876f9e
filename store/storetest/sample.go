package storetest

import (
	"fmt"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/media"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/flows"
)

// Words that must never be found in a store's files: Sample puts them into
// every field that a person, a phone number or free text can get into.
const (
	SecretName  = "Nguyễn Thị Bí Mật"
	SecretPhone = "0912345678"
	SecretText  = "rác chất đống trước cửa"
	SecretID    = "8841207735201998123"
)

// Events gives the events that the change of [Sample] handles and quarantines,
// and one that stays waiting.
func Events() []chat.Event {
	var list []chat.Event
	for i := range 3 {
		list = append(list, chat.Event{
			Channel: "zalo", Key: fmt.Sprintf("user_send_text:%s-%d", SecretPhone, i),
			Body: []byte(SecretText + " " + SecretName + " " + SecretPhone), Received: epoch,
		})
	}
	return list
}

// Sample is a change with a record of every kind, every field filled. n varies
// what changes when a record is replaced.
func Sample(n int) bot.Change {
	e := Events()
	at := epoch.Add(time.Duration(n) * time.Minute)
	words := fmt.Sprintf("%s %s %s %d", SecretText, SecretName, SecretPhone, n)
	to := chats[0]
	return bot.Change{
		Handled:    []bot.EventID{{Channel: e[0].Channel, Key: e[0].Key}},
		Quarantine: []bot.Quarantined{{Event: e[1], At: at, Reason: "panic"}},
		Sessions:   []bot.Session{sampleSession(words, at, uint64(n))},
		Contacts:   []bot.Contact{{Chat: to, LastIn: at, Lost: words, LostAt: at}},
		People: []org.Person{{
			ID: persons[0], Name: words, Address: "bác " + SecretName, Chats: []chat.Address{to}, Created: at,
			Consent: org.Consent{Version: "1", At: at, Channel: "zalo"}, FileEntry: words,
		}},
		Posts: []org.Post{{
			ID: seats[0], Unit: units[1], Role: org.Collaborator, Organisation: words, Person: persons[0], Since: at, FileEntry: words,
		}},
		Groups:  []org.Group{{Address: chats[3], Unit: units[1], Title: words, Bound: at, Lost: words}},
		Invites: []org.Invite{{Hash: codes[0], Unit: units[1], Role: org.Collaborator, Person: persons[0], Uses: 2, Expires: at, By: words, Made: at}},
		Reports: []report.Report{sampleReport(words, at)},
		Prompts: []bot.PromptCall{{
			ID: calls[0], By: words, Unit: units[0], Units: units, Question: words, At: at, Deadline: at, Asked: []string{words}, Parked: n, Groups: 1,
		}},
		Media: []bot.Media{{
			ID: pieces[0] + SecretID, Kind: media.Voice, Chat: to, Ref: words, Size: 1, Ext: "ogg", State: bot.MediaWanted, Reason: words,
			Person: persons[0], Unit: units[1], Report: numbers[1], Run: "r1", At: at,
		}},
		Outbox: []bot.Outgoing{
			sampleRow(fmt.Sprintf("%s/%d", words, n), words, at, bot.Queued),
			sampleRow("", words, at, bot.Parked), sampleRow("", words, at, bot.Dead), sampleRow("", words, at, bot.MaybeSent),
		},
		Timers: []bot.Timer{{Key: "quiet/zalo:" + SecretID, Due: at, Arg: words}},
		Fired:  []bot.Fired{{Rule: rules[0], Slot: at, At: at}},
		Flows:  []bot.FlowSet{{Version: versions[0], Bundle: []byte(words), At: at}},
		Audit:  []bot.Audit{{At: at, Who: words, What: "view_report", On: words, Unit: units[1]}},
	}
}

func sampleSession(words string, at time.Time, n uint64) bot.Session {
	frame := bot.Frame{
		Run: "r1", Started: at, Touched: at, Report: numbers[0],
		State: flows.State{
			Flow: "dinh-ky", Version: versions[0], Args: map[string]string{"a": words}, Answers: map[string]flows.Answer{"noi_dung": {Value: words, Shown: words}},
			Was: map[string]flows.Answer{"noi_dung": {Value: words}}, Edit: "noi_dung", Mode: "review", Pending: words, Pieces: []string{words}, Tries: 1, Page: 2, Sent: true,
		},
	}
	menu := bot.Menu{Token: "t", About: words, Items: []bot.Action{{Key: "1", Label: words, Do: "flow:" + words}}, At: at}
	return bot.Session{
		Chat: chats[0], Frames: []bot.Frame{frame}, Drafts: []bot.Frame{frame}, Menu: &menu, Cards: []bot.Menu{menu},
		Held: words, Tries: []time.Time{at}, Quiet: at, Turns: n,
	}
}

func sampleReport(words string, at time.Time) report.Report {
	f := report.Field{ID: "noi_dung", Label: "Nội dung", Value: words, Shown: words}
	return report.Report{
		ID: numbers[1], Kind: report.Urgent, Flow: "khan", Run: "r1", Unit: units[1], Person: persons[0], Post: seats[0], Period: periods[1],
		At: at, Late: true, State: report.New, Partial: true, Level: "khan", Prompt: calls[0],
		Fields: []report.Field{f, {ID: "y_kien", Items: [][]report.Field{{f}}}},
		HeldBy: []report.Hand{{Unit: units[0], At: at, Auto: true, Text: words}},
		Ack:    &report.Ack{Person: persons[0], Unit: units[0], At: at}, Rung: 1,
		Log: []report.Entry{{At: at, What: "filed", By: words, Unit: units[1], Text: words}},
	}
}

func sampleRow(dedup, words string, at time.Time, state bot.OutState) bot.Outgoing {
	return bot.Outgoing{
		Class: bot.Reply, Dedup: dedup, Why: words, Person: persons[0], Made: at, Expires: at.Add(time.Hour), State: state, Due: at, Attempt: 1, Since: at, Reason: words,
		Msg: chat.Outbound{To: chats[0], Text: words, Choices: []chat.Choice{{Key: "1", Label: words, Data: words}}, Pressed: &chat.Pressed{ID: words, MessageID: words}},
	}
}

// kinds gives a change for each kind of change alone, in the order of the
// fields of [bot.Change]; each needs what [prepare] puts.
func kinds() map[string]bot.Change {
	c := Sample(2)
	e := Events()[2]
	row := sampleRow("", "again", epoch, bot.Parked)
	row.ID = 1
	return map[string]bot.Change{
		"Handled": {Handled: []bot.EventID{{Channel: e.Channel, Key: e.Key}}}, "Quarantine": {Quarantine: c.Quarantine},
		"Replay": {Replay: []bot.EventID{{Channel: e.Channel, Key: Events()[1].Key}}}, "Sessions": {Sessions: c.Sessions},
		"Contacts": {Contacts: c.Contacts}, "People": {People: c.People}, "Posts": {Posts: c.Posts}, "Groups": {Groups: c.Groups},
		"Unbound": {Unbound: []chat.Address{chats[4]}}, "Invites": {Invites: c.Invites}, "Reports": {Reports: c.Reports},
		"Prompts": {Prompts: c.Prompts}, "Media": {Media: c.Media}, "Outbox": {Outbox: c.Outbox}, "Settled": {Settled: []bot.Outgoing{row}},
		"Timers": {Timers: c.Timers}, "Cancel": {Cancel: []string{alarms[4]}}, "Fired": {Fired: c.Fired}, "Flows": {Flows: c.Flows},
		"Audit": {Audit: c.Audit}, "Forget": {Forget: []chat.Address{chats[4]}},
	}
}

// prepare puts what some kinds of change remove.
func prepare(t interface {
	Helper()
	Fatalf(string, ...any)
}, s bot.Store, m *model) {
	t.Helper()
	for _, e := range Events() {
		if _, err := s.Accept(bg, e); err != nil {
			t.Fatalf("accept: %v", err)
		}
		m.accept(e)
	}
	both(t, s, m, bot.Change{
		Sessions: []bot.Session{{Chat: chats[4], Turns: 1}},
		Contacts: []bot.Contact{{Chat: chats[4], LastIn: epoch}},
		Groups:   []org.Group{{Address: chats[4], Unit: units[2]}},
		Outbox:   []bot.Outgoing{{Class: bot.Reply, Msg: chat.Outbound{To: chats[4], Text: "x"}, Made: epoch}},
		Timers:   []bot.Timer{{Key: alarms[4], Due: epoch}},
	})
}

// both applies a change to the store and to the model.
func both(t interface {
	Helper()
	Fatalf(string, ...any)
}, s bot.Store, m *model, c bot.Change) {
	t.Helper()
	got := apply(t, s, c)
	want, _ := m.Apply(c)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("numbers of outbox rows: got %v, want %v", got, want)
	}
}
