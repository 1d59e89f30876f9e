package telegramsim

import (
	"encoding/json"
	"time"
)

// polled remembers the last getUpdates.
type polled struct {
	offset int64
	at     time.Time
	turn   int    // grows with each getUpdates and setWebhook
	by     string // which of the two that was
}

// futureIDs is how far ahead an offset may be to be meant.
const futureIDs = 10

// waited is the refusal of a getUpdates that waited while another call ended
// its turn, nil while the turn is its own.
func (s *Sim) waited(turn int) *apiError {
	if s.polled.turn == turn {
		return nil
	}
	if s.polled.by == "setWebhook" {
		return &apiError{code: 409, description: "Conflict: terminated by setWebhook request"}
	}
	return &apiError{code: 409, description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
}

func (s *Sim) getUpdates(p params) (any, *apiError) {
	if s.hook.url != "" {
		return nil, &apiError{code: 409, description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	if p.has("allowed_updates") {
		s.hook.allowed = nil
		if json.Unmarshal([]byte(p["allowed_updates"]), &s.hook.allowed) != nil {
			return nil, bad("can't parse allowed_updates")
		}
	}
	now := s.now()
	s.queue.expire(now)
	offset := p.int("offset")
	if offset < 0 { // all but the last so many are forgotten
		if list := s.queue.all(); int64(len(list)) > -offset {
			offset = list[int64(len(list))+offset].id
		}
	}
	if offset > s.queue.nextID+futureIDs {
		offset = 0 // from before the numbers began anew
	}
	if offset > 0 {
		s.queue.remove(func(u *update) bool { return u.id < offset })
	}
	limit := 100
	if n := p.int("limit"); n >= 1 && n <= 100 {
		limit = int(n)
	}
	if s.polled.offset == offset && !s.polled.at.IsZero() && now.Sub(s.polled.at) < 500*time.Millisecond {
		limit = 1
	}
	s.polled = polled{offset, now, s.polled.turn + 1, "getUpdates"}
	list := []json.RawMessage{}
	for _, u := range s.queue.all() {
		if len(list) < limit && !u.rest.After(now) {
			list = append(list, u.body)
		}
	}
	return list, nil
}
