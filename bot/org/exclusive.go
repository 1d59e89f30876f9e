package org

// Exclusive reports whether posts a and b are such that the records holding
// them are not made one from a chat: an auditor who would check himself, or the
// heads of two different units, who are far more likely two people than one.
// Ended and vacant posts do not count.
func Exclusive(a, b []Post) bool {
	for _, p := range a {
		for _, q := range b {
			if !p.Held() || !q.Held() {
				continue
			}
			if (p.Role == Auditor) != (q.Role == Auditor) || heads(p.Role) && heads(q.Role) && p.Unit != q.Unit {
				return true
			}
		}
	}
	return false
}

func heads(r Role) bool { return r == LeadViceChair || r == Chair || r == OpinionOffice }
