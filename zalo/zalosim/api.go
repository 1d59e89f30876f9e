package zalosim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusal is an error of the API, which comes with HTTP 200.
type refusal struct {
	code    int
	message string
}

// endpoint answers one API call: with data, or a refusal.
type endpoint func(s *Sim, r *http.Request, body []byte) (any, *refusal)

// endpoints is what of the API is simulated.
var endpoints = map[string]endpoint{
	"POST /v3.0/oa/message/cs":       (*Sim).sendPerson,
	"POST /v3.0/oa/message/template": (*Sim).templateUser,
	"POST /message/template":         (*Sim).templatePhone, // on the host of the business API
	"POST /v3.0/oa/group/message":    (*Sim).sendGroup,
	"POST /v3.0/oa/quota/message":    (*Sim).showQuota,
	"POST /v3.0/oa/quota/group":      (*Sim).listAssets,
	"POST /v2.0/oa/message":          (*Sim).sendOld,
	"GET /v2.0/oa/getoa":             (*Sim).showOA,
	"GET /v2.0/oa/listrecentchat":    (*Sim).listRecent,
	"GET /v2.0/oa/conversation":      (*Sim).listConversation,

	"POST /v3.0/oa/group/creategroupwithoa":   (*Sim).createGroup,
	"POST /v3.0/oa/group/updateinfo":          (*Sim).renameGroup,
	"POST /v3.0/oa/group/updateasset":         (*Sim).changeAsset,
	"POST /v3.0/oa/group/delete":              (*Sim).deleteGroup,
	"POST /v3.0/oa/group/invite":              members((*Sim).inviteMembers),
	"POST /v3.0/oa/group/removemembers":       members((*Sim).removeMembers),
	"POST /v3.0/oa/group/acceptpendinginvite": members((*Sim).acceptAsked),
	"POST /v3.0/oa/group/rejectpendinginvite": members((*Sim).rejectAsked),
	"POST /v3.0/oa/group/addadmins":           members((*Sim).addAdmins),
	"POST /v3.0/oa/group/removeadmins":        members((*Sim).removeAdmins),
	"GET /v3.0/oa/group/getgroup":             (*Sim).showGroup,
	"GET /v3.0/oa/group/getgroupsofoa":        (*Sim).listGroups,
	"GET /v3.0/oa/group/listmember":           (*Sim).listMembers,
	"GET /v3.0/oa/group/listpendinginvite":    (*Sim).listAsked,
	"POST /v2.0/oa/upload/image":              (*Sim).uploadImage,
	"POST /v2.0/oa/upload/file":               (*Sim).uploadFile,
}

// ServeHTTP is the API and the token endpoint.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.Down {
		panic(http.ErrAbortHandler)
	}
	if r.Method == http.MethodPost && r.URL.Path == "/v4/oa/access_token" {
		r.Body = readerOf(body)
		s.serveToken(w, r)
		return
	}
	if r.Method == http.MethodGet && r.URL.Path == "/v4/oa/permission" {
		s.servePermission(w, r)
		return
	}
	if r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, mediaPath) {
		s.serveMedia(w, r)
		return
	}
	do, ok := endpoints[r.Method+" "+r.URL.Path]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	s.serveAPI(w, r, body, do)
}

func (s *Sim) serveAPI(w http.ResponseWriter, r *http.Request, body []byte, do endpoint) {
	f := &s.faults
	if use(&f.Slow) && f.OnSlow != nil {
		f.OnSlow()
	}
	c := Call{At: s.cfg.Now(), Path: r.URL.Path}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		describe(&c, body)
	}
	c.HTTP = http.StatusOK
	defer func() { s.calls = append(s.calls, c) }()
	switch {
	case use(&f.Unavailable):
		c.HTTP = http.StatusServiceUnavailable
		w.WriteHeader(c.HTTP)
		return
	case use(&f.Garbled):
		c.Garbled = true
		_, _ = io.WriteString(w, "<html>Service is being upgraded</html>")
		return
	}
	if f.lost(r.URL.Path, true) {
		c.Lost = true
		panic(http.ErrAbortHandler)
	}
	over := false
	if r.URL.Path != pathTemplatePhone { // the business API counts for itself
		over = s.meter.count(w.Header(), s.cfg.Now(), s.cfg.PerMinute, s.cfg.AppPerMinute)
	}
	data, no := s.process(r, body, do, c.To, over)
	if no != nil {
		c.Code = no.code
		answer(w, object{{"error", int64(no.code)}, {"message", no.message}})
		return
	}
	if sent, ok := data.(sentMessage); ok {
		c.MessageID, c.Quota = sent.id, sent.quota
		data = sent.data
		if use(&f.LostAnswers) {
			c.Lost = true
			panic(http.ErrAbortHandler)
		}
	}
	if f.lost(r.URL.Path, false) {
		c.Lost = true
		panic(http.ErrAbortHandler)
	}
	answer(w, object{{"error", int64(0)}, {"message", "Success"}, {"data", data}})
}

func (s *Sim) process(r *http.Request, body []byte, do endpoint, to string, over bool) (any, *refusal) {
	if over {
		return nil, &refusal{-32, "Your application reached limit call api"}
	}
	if code := s.faults.code(r.URL.Path, to); code != 0 {
		return nil, &refusal{code, "injected"}
	}
	if no := s.allowed(r); no != nil {
		if r.URL.Path == pathTemplatePhone {
			no = no.business()
		}
		return nil, no
	}
	return do(s, r, body)
}

// meter counts requests in fixed minutes.
type meter struct {
	minute int64
	n      int
}

// count counts one request and reports whether it is over a limit.
func (m *meter) count(h http.Header, now time.Time, perOA, perApp int) bool {
	if at := now.Unix() / 60; at != m.minute {
		m.minute, m.n = at, 0
	}
	m.n++
	limit := min(perOA, perApp) // one OA per app here
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remain", strconv.Itoa(max(0, limit-m.n)))
	return m.n > limit
}

func (s *Sim) followers() int {
	n := 0
	for _, u := range s.users {
		if u.follower {
			n++
		}
	}
	return n
}

func proofOf(token, secret string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(token))
	return hex.EncodeToString(h.Sum(nil))
}

func answer(w http.ResponseWriter, o object) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	_, _ = w.Write(layout{}.write(o))
}
