package zalosim

import "net/http"

// OA is how the Official Account stands.
type OA struct {
	Name     string
	Verified bool
	Package  string
	Ends     string // DD/MM/YYYY, the last day of the package
	Lapsed   bool   // the package is over: the API stops
	PaidMost int    // messages outside the free window that the package pays for; 0 for no end
}

// ChangeOA does something to the OA's standing.
func (s *Sim) ChangeOA(change func(*OA)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.oa)
}

// allows refuses what an OA in this state may not call.
func (o OA) allows(path string) *refusal {
	switch {
	case path == "/v2.0/oa/getoa":
		return nil
	case !o.Verified:
		return &refusal{-221, "Official Account is not verified"}
	case o.Lapsed:
		return &refusal{-224, "Official Account package does not have this feature"}
	}
	return nil
}

// showOA is GET /v2.0/oa/getoa.
func (s *Sim) showOA(r *http.Request, _ []byte) (any, *refusal) {
	id := s.cfg.OAID
	if r.Header.Get("access_token") == s.other {
		id = otherOA
	}
	return object{
		{"oaid", id}, {"name", s.oa.Name}, {"description", ""}, {"is_verified", s.oa.Verified},
		{"oa_type", int64(4)}, {"cate_name", "Cơ quan"}, {"num_follower", int64(s.followers())},
		{"package_name", s.oa.Package}, {"package_valid_through_date", s.oa.Ends},
	}, nil
}
