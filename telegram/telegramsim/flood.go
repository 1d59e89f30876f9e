package telegramsim

import "time"

// flood counts messages over all chats.
type flood struct {
	recent []time.Time // inside the last second
	stop   time.Time
}

// roomFlood counts messages of one chat.
type roomFlood struct {
	recent []time.Time // of a group, inside the last minute
	tokens float64     // of a private chat
	at     time.Time
	stop   time.Time
}

// drip refuses a message that comes too fast. A refused one counts for
// nothing, but sends during a stop are refused whatever the rate.
func (s *Sim) drip(r *room) *apiError {
	if s.limits.Off {
		return nil
	}
	now := s.now()
	f, rf := &s.flood, &r.flood
	switch {
	case now.Before(f.stop):
		return tooMany(f.stop.Sub(now))
	case now.Before(rf.stop):
		return tooMany(rf.stop.Sub(now))
	}
	f.recent = since(f.recent, now.Add(-time.Second))
	if len(f.recent) >= s.limits.PerSec {
		f.stop = now.Add(s.limits.RetryAfter)
		return tooMany(s.limits.RetryAfter)
	}
	if r.user == nil {
		rf.recent = since(rf.recent, now.Add(-time.Minute))
		if len(rf.recent) >= s.limits.GroupPerMin {
			rf.stop = rf.recent[0].Add(time.Minute)
			return tooMany(rf.stop.Sub(now))
		}
		rf.recent = append(rf.recent, now)
	} else {
		full := float64(s.limits.ChatBurst)
		if rf.at.IsZero() {
			rf.tokens = full
		} else {
			rf.tokens = min(full, rf.tokens+now.Sub(rf.at).Seconds())
		}
		rf.at = now
		if rf.tokens < 1 {
			rf.stop = now.Add(s.limits.RetryAfter)
			return tooMany(s.limits.RetryAfter)
		}
		rf.tokens--
	}
	f.recent = append(f.recent, now)
	return nil
}

// since drops the moments up to and including t; moments are in order.
func since(moments []time.Time, t time.Time) []time.Time {
	i := 0
	for i < len(moments) && !moments[i].After(t) {
		i++
	}
	return moments[i:]
}
