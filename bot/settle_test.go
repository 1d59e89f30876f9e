package bot

import (
	"errors"
	"testing"
	"time"

	"langnghe/bot/chat"
)

var noon = time.Date(2026, 11, 11, 12, 0, 0, 0, time.UTC)

// TestAmbiguity is the table of what each class does when nobody knows whether
// the platform delivered.
func TestAmbiguity(t *testing.T) {
	lost := &chat.SendError{Reaction: chat.Retry, Reason: "lost", Maybe: true}
	for _, c := range []struct {
		class         Class
		first, second OutState
	}{
		{Reply, Queued, Queued},
		{Receipt, Queued, Queued},
		{Alert, Queued, Queued},
		{Reminder, Queued, MaybeSent},
		{Notice, Queued, MaybeSent},
		{Digest, Queued, MaybeSent},
		{Group, MaybeSent, MaybeSent},
		{Press, "", ""},
	} {
		for attempt, want := range map[int]OutState{1: c.first, 2: c.second} {
			o := Outgoing{Class: c.class, State: Sending, Attempt: attempt, Expires: noon.Add(time.Hour)}
			if got := after(Sent{Row: o, Err: lost}, noon).State; got != want {
				t.Errorf("%s, attempt %d: %q, want %q", c.class, attempt, got, want)
			}
		}
	}
}

// TestRepeatOnlyInTime shows that a reminder whose moment has passed is not sent again.
func TestRepeatOnlyInTime(t *testing.T) {
	o := Outgoing{Class: Reminder, State: Sending, Attempt: 1, Expires: noon}
	if got := after(Sent{Row: o, Err: &chat.SendError{Reaction: chat.Retry, Maybe: true}}, noon).State; got != Dead {
		t.Errorf("state %q, want dead", got)
	}
}

// TestReactions is what each reaction of a platform does to a row.
func TestReactions(t *testing.T) {
	to := chat.Address{Channel: "telegram", ID: "-100"}
	for _, c := range []struct {
		name    string
		err     error
		state   OutState
		attempt int
		due     time.Duration
	}{
		{"sent", nil, "", 1, 0},
		{"retry", &chat.SendError{Reaction: chat.Retry}, Queued, 1, time.Second},
		{"wait for this chat", &chat.SendError{Reaction: chat.Wait, After: time.Minute}, Queued, 0, time.Minute},
		{"wait of the channel", &chat.SendError{Reaction: chat.Wait, Scope: chat.ScopeChannel, After: time.Minute}, Queued, 0, 0},
		{"window shut", &chat.SendError{Reaction: chat.Closed}, Parked, 1, 0},
		{"blocked", &chat.SendError{Reaction: chat.Unreachable}, Parked, 1, 0},
		{"moved", &chat.SendError{Reaction: chat.Moved, To: to}, Queued, 1, 0},
		{"never", &chat.SendError{Reaction: chat.Invalid}, Dead, 1, 0},
		{"channel refused", &chat.SendError{Reaction: chat.Stop}, Queued, 0, 0},
		{"an error nobody classified", errors.New("?"), Queued, 1, time.Second},
	} {
		o := after(Sent{Row: Outgoing{Class: Reply, State: Sending, Attempt: 1, Expires: noon.Add(time.Hour)}, Err: c.err}, noon)
		if o.State != c.state || o.Attempt != c.attempt {
			t.Errorf("%s: state %q attempt %d, want %q %d", c.name, o.State, o.Attempt, c.state, c.attempt)
		}
		if c.due != 0 && !o.Due.Equal(noon.Add(c.due)) {
			t.Errorf("%s: due after %v, want %v", c.name, o.Due.Sub(noon), c.due)
		}
	}
}

// TestGivesUp shows that a row that always fails ends as a dead letter.
func TestGivesUp(t *testing.T) {
	o := Outgoing{Class: Reply, Expires: noon.Add(240 * time.Hour)}
	now := noon
	for i := range 500 {
		o.Attempt++
		o = after(Sent{Row: o, Err: &chat.SendError{Reaction: chat.Retry, Reason: "500"}}, now)
		if o.State == Dead {
			return
		}
		if o.State != Queued || !o.Due.After(now) {
			t.Fatalf("attempt %d: state %q due %v", i, o.State, o.Due)
		}
		now = o.Due
	}
	t.Fatal("never gives up")
}

// TestWroteSince: the platform tells the second only, and a clock that ran ahead
// makes nobody written to for ever.
func TestWroteSince(t *testing.T) {
	claimed := noon.Add(400 * time.Millisecond)
	for _, c := range []struct {
		wrote time.Duration
		want  bool
	}{{-time.Second, false}, {0, true}, {2 * time.Second, true}, {time.Hour, false}} {
		if got := wroteSince(Contact{LastIn: noon.Add(c.wrote)}, claimed, noon.Add(3*time.Second)); got != c.want {
			t.Errorf("%s: %t", c.wrote, got)
		}
	}
}
