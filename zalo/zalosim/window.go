package zalosim

import "time"

// Window is how the OA may write to a person now.
type Window struct {
	Quota string    // what a message now would be charged to; "" when it would be refused
	Code  int       // the refusal, 0 for none
	Until time.Time // when this changes by itself; zero for never
}

// Window tells it of a person; the zero value when there is none.
func (s *Sim) Window(user string) Window {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil {
		return Window{}
	}
	quota, no := u.quota(s.cfg.Now())
	switch {
	case no != nil:
		return Window{Code: no.code}
	case quota == paidQuota:
		return Window{Quota: quota, Until: u.last.Add(paidWindow)}
	}
	return Window{Quota: quota, Until: u.last.Add(freeWindow)}
}

// charge takes a message from what pays for it, or refuses when the OA's
// package is used up.
func (s *Sim) charge(quota string) *refusal {
	if quota != paidQuota || s.oa.PaidMost == 0 {
		return nil
	}
	if s.paid >= s.oa.PaidMost {
		return &refusal{-211, "Out of quota"}
	}
	s.paid++
	return nil
}
