package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Span is a part of every day, To not included; it runs over midnight when To
// is not after From.
type Span struct{ From, To Clock }

// QuietHours are the parts of a day in which nobody is written to unasked.
type QuietHours []Span

// DefaultQuietHours are the night from 20:30 to 07:00 and the midday rest from
// 11:30 to 13:30.
func DefaultQuietHours() QuietHours {
	return QuietHours{{20*60 + 30, 7 * 60}, {11*60 + 30, 13*60 + 30}}
}

// ParseQuietHours reads spans such as "20:30-07:00"; a long dash will do.
func ParseQuietHours(spans ...string) (QuietHours, error) {
	var q QuietHours
	for _, s := range spans {
		from, to, ok := strings.Cut(strings.NewReplacer("–", "-", " ", "").Replace(s), "-")
		if !ok {
			return nil, fmt.Errorf("khoảng giờ %q không đúng; hãy viết dạng 20:30-07:00", s)
		}
		a, err := ParseClock(from)
		if err != nil {
			return nil, err
		}
		b, err := ParseClock(to)
		if err != nil {
			return nil, err
		}
		if a == b || a == 24*60 {
			return nil, fmt.Errorf("khoảng giờ %q không đúng; giờ đầu phải khác giờ cuối", s)
		}
		q = append(q, Span{a, b})
	}
	return q, nil
}

// ends is when the span that t lies in ends; ok is false outside it.
func (s Span) ends(t time.Time) (end time.Time, ok bool) {
	d, now := DateOf(t), clockOf(t)
	switch {
	case s.From < s.To:
		return d.At(s.To, t.Location()), s.From <= now && now < s.To
	case now >= s.From:
		return d.Add(1).At(s.To, t.Location()), true
	}
	return d.At(s.To, t.Location()), now < s.To
}

// Next is t, or when t lies in the hours the end of them, whatever day it is.
func (q QuietHours) Next(t time.Time) time.Time {
	for range 16 { // spans may touch
		start := t
		for _, s := range q {
			if end, ok := s.ends(t); ok {
				t = end
			}
		}
		if t.Equal(start) {
			break
		}
	}
	return t
}

// NextAllowed is t, or when t is quiet the end of the quiet. Tết is quiet as a
// whole. Answers to what somebody just wrote and dangers do not ask.
func (c *Calendar) NextAllowed(t time.Time, q QuietHours) time.Time {
	t = t.In(c.loc)
	for range 16 { // spans may touch; hours that leave no minute end the search
		start := t
		if begin, end := c.TetQuiet(t.Year()); !t.Before(begin) && t.Before(end) {
			t = end
		}
		for _, s := range q {
			if end, ok := s.ends(t); ok {
				t = end
			}
		}
		if t.Equal(start) {
			break
		}
	}
	return t
}

// Quiet reports whether nobody is to be written to unasked at t.
func (c *Calendar) Quiet(t time.Time, q QuietHours) bool { return !c.NextAllowed(t, q).Equal(t) }

// TetQuiet is the rest of Tết in a year: from noon of the last lunar day up to
// the midnight that ends mùng 3.
func (c *Calendar) TetQuiet(year int) (begin, end time.Time) {
	first := Tet(year)
	return first.Add(-1).At(12*60, c.loc), first.Add(3).At(0, c.loc)
}
