package zalosim

import (
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The states of a template.
const (
	TemplateEnabled  = "ENABLE"
	TemplatePending  = "PENDING_REVIEW"
	TemplateRejected = "REJECT"
	TemplateDisabled = "DISABLE"
)

// Template is a text that the OA may send to whom it may not write otherwise,
// once the platform has approved it.
type Template struct {
	ID     string
	Status string // "" is ENABLE
	Text   string // with its parameters as <name>
	Params []Param
	Price  int  // VND; what it costs by phone
	ByUser bool // it may go by user id too
	Daily  int  // messages a day; 0 is no limit of its own
}

// Param is a parameter of a template.
type Param struct {
	Name   string
	Most   int  // characters; 0 is 30
	Number bool // digits only
}

// zns is what the platform keeps for template messages.
type zns struct {
	templates map[string]*Template
	balance   *int // VND in the account; nil is enough for ever
	daily     int  // messages a day by phone; 0 is 500
	day       string
	sent      map[string]int // of that day, by template; "" is all
	admins    []string       // phones that take messages of the development mode
	nights    bool           // 22:00 to 06:00 is not refused: it may have been lifted
}

const pathTemplatePhone = "/message/template"

const (
	defaultDaily = 500
	mostTracking = 48 // characters of tracking_id
	mostParam    = 30
)

// templateSend is the body of both calls.
type templateSend struct {
	Phone    string         `json:"phone"`
	UserID   string         `json:"user_id"`
	Template string         `json:"template_id"`
	Data     map[string]any `json:"template_data"`
	Tracking string         `json:"tracking_id"`
	Mode     string         `json:"mode"`
}

var phonePattern = regexp.MustCompile(`^84[1-9][0-9]{8}$`)

// AddTemplate gives the OA a template.
func (s *Sim) AddTemplate(t Template) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.zns.templates == nil {
		s.zns.templates, s.zns.sent = map[string]*Template{}, map[string]int{}
	}
	t.Status = cmp.Or(t.Status, TemplateEnabled)
	s.zns.templates[t.ID] = &t
}

// SetTemplate changes a template's state; the webhook is told.
func (s *Sim) SetTemplate(id, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.zns.templates[id]
	before := t.Status
	t.Status = status
	s.enqueue("change_template_status", object{
		{"oa_id", s.cfg.OAID}, {"template_id", id},
		{"status", object{{"prev_status", before}, {"new_status", status}}}, {"reason", ""},
	})
}

// RateTemplate is the platform's opinion of a template, which the webhook is told.
func (s *Sim) RateTemplate(id, before, after string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue("change_template_quality", object{
		{"oa_id", s.cfg.OAID}, {"template_id", id}, {"quality", object{{"prev_quality", before}, {"new_quality", after}}},
	})
}

// SetDaily changes how many messages a day may go by phone; the webhook is told.
func (s *Sim) SetDaily(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := cmp.Or(s.zns.daily, defaultDaily)
	s.zns.daily = n
	s.enqueue("change_oa_daily_quota", object{
		{"oa_id", s.cfg.OAID}, {"quota", object{{"prev_value", strconv.Itoa(before)}, {"new_value", strconv.Itoa(n)}}},
	})
}

// SetBalance says how much money is in the account.
func (s *Sim) SetBalance(vnd int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zns.balance = &vnd
}

// Balance is what is left in the account; 0 when none was set.
func (s *Sim) Balance() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.zns.balance == nil {
		return 0
	}
	return *s.zns.balance
}

// AllowNights lifts the rule of the hours.
func (s *Sim) AllowNights() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zns.nights = true
}

// SetPhone says which number a person's account has: 84 and nine digits. admin
// makes him one whom messages of the development mode reach.
func (s *Sim) SetPhone(id, phone string, admin bool) {
	s.change(id, func(u *user) {
		u.phone = phone
		if admin {
			s.zns.admins = append(s.zns.admins, phone)
		}
	})
}

// RefuseTemplates makes a person refuse them: -139, -140 or -141; 0 ends it.
func (s *Sim) RefuseTemplates(id string, code int) { s.change(id, func(u *user) { u.refuses = code }) }

// CannotReceive makes a person's phone take none: -110, -114 or -119; 0 ends it.
func (s *Sim) CannotReceive(id string, code int) { s.change(id, func(u *user) { u.cannot = code }) }

// business is how the other host says the same of a token.
func (r *refusal) business() *refusal {
	switch r.code {
	case -216, -220:
		return &refusal{-124, "Access token invalid"}
	case -242:
		return &refusal{-1241, "Appsecret_proof invalid"}
	case -221:
		return &refusal{-1351, "OA is not verified"}
	case -224:
		return &refusal{-135, "OA has no permission"}
	}
	return r
}

// fit checks a template's data.
func (t *Template) fit(data map[string]any) *refusal {
	for _, p := range t.Params {
		v, ok := data[p.Name].(string)
		switch n := utf8.RuneCountInString(v); {
		case !ok || v == "":
			return &refusal{-1122, "Template data missing parameter"}
		case n > cmp.Or(p.Most, mostParam):
			return &refusal{-1121, "Template data parameter is over limit"}
		case p.Number && strings.Trim(v, "0123456789") != "":
			return &refusal{-1124, "Template data parameter has a wrong format"}
		}
	}
	if len(data) != len(t.Params) {
		return &refusal{-112, "Template data is invalid"}
	}
	return nil
}

// says is the text as it arrives.
func (t *Template) says(data map[string]any) string {
	text := t.Text
	for _, p := range t.Params {
		v, _ := data[p.Name].(string)
		text = strings.ReplaceAll(text, "<"+p.Name+">", v)
	}
	return text
}

// templateUser is POST /v3.0/oa/message/template: no window, no tracking.
func (s *Sim) templateUser(_ *http.Request, body []byte) (any, *refusal) {
	var q templateSend
	if json.Unmarshal(body, &q) != nil || q.Template == "" {
		return nil, &refusal{-201, "template_id is invalid"}
	}
	u, t := s.users[q.UserID], s.zns.templates[q.Template]
	switch {
	case u == nil:
		return nil, &refusal{-201, "user_id is invalid"}
	case t == nil || t.Status != TemplateEnabled || !t.ByUser:
		return nil, &refusal{-249, "Template cannot be sent by user id"}
	case u.inactive:
		return nil, &refusal{-227, "User account is locked or inactive"}
	case u.blocked:
		return nil, &refusal{-217, "User has blocked the OA"}
	case u.restricts || u.refuses != 0:
		return nil, &refusal{-244, "User has restricted this type of message"}
	case t.fit(q.Data) != nil:
		return nil, &refusal{-201, "template_data is invalid"}
	case s.zns.balance != nil && *s.zns.balance < t.Price:
		return nil, &refusal{-321, "Zalo Cloud Account is out of balance"}
	}
	b := s.knock(u, t, q)
	return sentMessage{b.ID, "template", object{
		{"message_id", b.ID}, {"user_id", u.id}, {"sent_time", strconv.FormatInt(b.At.UnixMilli(), 10)},
	}}, nil
}

// templatePhone is POST /message/template of the business API.
func (s *Sim) templatePhone(_ *http.Request, body []byte) (any, *refusal) {
	var q templateSend
	if json.Unmarshal(body, &q) != nil {
		return nil, &refusal{-111, "Body is invalid"}
	}
	t := s.zns.templates[q.Template]
	test := q.Mode == "development"
	if no := s.takes(t, q, test); no != nil {
		return nil, no
	}
	u := s.owner(q.Phone)
	switch {
	case u == nil:
		return nil, &refusal{-118, "Zalo account not existed"}
	case u.inactive:
		return nil, &refusal{-114, "User is inactive"}
	case u.cannot != 0:
		return nil, &refusal{u.cannot, "User cannot receive"}
	case u.refuses != 0:
		return nil, &refusal{u.refuses, "User refuses this kind of message"}
	}
	mode := "1"
	if !test {
		if no := s.bill(t); no != nil {
			return nil, no
		}
	}
	b := s.knock(u, t, q)
	left := cmp.Or(s.zns.daily, defaultDaily)
	return sentMessage{b.ID, "zns_" + mode, object{
		{"msg_id", b.ID}, {"sent_time", strconv.FormatInt(b.At.UnixMilli(), 10)}, {"sending_mode", mode},
		{"quota", object{{"dailyQuota", strconv.Itoa(left)}, {"remainingQuota", strconv.Itoa(left - s.zns.sent[""])}}},
	}}, nil
}

// takes checks a send by phone but for its person.
func (s *Sim) takes(t *Template, q templateSend, test bool) *refusal {
	hour := s.cfg.Now().UTC().Add(7 * time.Hour).Hour()
	switch {
	case !phonePattern.MatchString(q.Phone):
		return &refusal{-108, "Phone number is invalid"}
	case t == nil:
		return &refusal{-109, "Template id is invalid"}
	case t.Status == TemplateDisabled:
		return &refusal{-146, "Template is disabled"}
	case t.Status != TemplateEnabled && !(test && t.Status == TemplatePending):
		return &refusal{-131, "Template is not approved"}
	case len(q.Tracking) > mostTracking:
		return &refusal{-132, "tracking_id is invalid"}
	case q.Mode != "" && !test:
		return &refusal{-132, "mode is invalid"}
	case test && !slices.Contains(s.zns.admins, q.Phone):
		return &refusal{-126, "Development mode sends to administrators only"}
	case !s.zns.nights && (hour < 6 || hour >= 22):
		return &refusal{-133, "Not at night"}
	}
	return t.fit(q.Data)
}

// bill counts a message and takes its price.
func (s *Sim) bill(t *Template) *refusal {
	z := &s.zns
	if day := s.cfg.Now().UTC().Add(7 * time.Hour).Format(time.DateOnly); day != z.day {
		z.day = day
		clear(z.sent)
	}
	switch {
	case z.balance != nil && *z.balance < t.Price:
		return &refusal{-115, "Out of balance"}
	case z.sent[""] >= cmp.Or(z.daily, defaultDaily):
		return &refusal{-144, "OA is over its daily quota"}
	case t.Daily > 0 && z.sent[t.ID] >= t.Daily:
		return &refusal{-147, "Template is over its daily quota"}
	}
	z.sent[""]++
	z.sent[t.ID]++
	if z.balance != nil {
		*z.balance -= t.Price
	}
	return nil
}

func (s *Sim) owner(phone string) *user {
	for _, id := range s.order {
		if u := s.users[id]; u.phone == phone {
			return u
		}
	}
	return nil
}

// knock shows the message, and tells the webhook that it arrived when it went
// by phone: his word comes under the number, with the sender's own tracking id.
func (s *Sim) knock(u *user, t *Template, q templateSend) Bubble {
	b := Bubble{ID: s.id("message"), FromOA: true, Template: t.ID, At: s.cfg.Now(), Text: t.says(q.Data)}
	u.chat = append(u.chat, b)
	if q.Phone == "" {
		s.echo("oa_send_template", u.id, b, false)
		return b
	}
	s.enqueue("user_received_message", object{
		{"sender", object{{"id", s.cfg.OAID}}},
		{"recipient", object{{"id", q.Phone}}},
		{"message", object{
			{"msg_id", b.ID}, {"tracking_id", q.Tracking}, {"delivery_time", strconv.FormatInt(b.At.UnixMilli(), 10)},
		}},
	})
	return b
}
