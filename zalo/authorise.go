package zalo

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
)

// verifierPattern is what Zalo wants of a PKCE verifier.
var verifierPattern = regexp.MustCompile(`^[A-Za-z0-9]{43}$`)

const alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// RandomWord draws n letters and digits: a verifier has 43.
func RandomWord(random io.Reader, n int) (string, error) {
	var b strings.Builder
	one := make([]byte, 1)
	for b.Len() < n {
		if _, err := io.ReadFull(random, one); err != nil {
			return "", err
		}
		if i := int(one[0]); i < len(alnum)*(256/len(alnum)) { // no letter more likely than another
			b.WriteByte(alnum[i%len(alnum)])
		}
	}
	return b.String(), nil
}

// VerifierLength is the length of a PKCE verifier at Zalo.
const VerifierLength = 43

// Challenge is the PKCE challenge of a verifier.
func Challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// PermissionLink is the page on which an administrator of the OA authorises
// the app.
func PermissionLink(cfg Config, verifier, state string) string {
	q := url.Values{
		"app_id":         {cfg.AppID},
		"redirect_uri":   {cfg.RedirectURL},
		"code_challenge": {Challenge(verifier)},
		"state":          {state},
	}
	return cfg.filled().OAuthURL + "/v4/oa/permission?" + q.Encode()
}

// Callback is what Zalo hands back through the administrator's browser. A code
// lives ten minutes and serves once.
type Callback struct{ Code, OAID string }

// The ways in which a callback may be of no use.
var (
	ErrNoCode    = errors.New("zalo: the address has no code")
	ErrOtherLink = errors.New("zalo: the answer belongs to another link")
)

// ReadCallback reads the address that Zalo redirected to, or a bare code. A
// state that is there must be ours; that it is not always there is no fault.
func ReadCallback(s, state string) (Callback, error) {
	s = strings.TrimSpace(s)
	q := url.Values{}
	if _, query, ok := strings.Cut(s, "?"); ok {
		query, _, _ = strings.Cut(query, "#")
		q, _ = url.ParseQuery(query) // what could be read decides
	} else if s != "" && !strings.ContainsAny(s, " \t/&") {
		q.Set("code", s)
	}
	switch {
	case q.Get("code") == "":
		return Callback{}, ErrNoCode
	case q.Get("state") != "" && q.Get("state") != state:
		return Callback{}, ErrOtherLink
	}
	return Callback{Code: q.Get("code"), OAID: q.Get("oa_id")}, nil
}

// GrantStep says how far an authorisation came.
type GrantStep string

// The steps of an authorisation.
const (
	StepExchange GrantStep = "exchange" // the code was not traded for tokens
	StepStore    GrantStep = "store"    // tokens were granted and not stored: the code is used up
	StepVerify   GrantStep = "verify"   // tokens are stored aside, but Zalo did not say whose they are
	StepOtherOA  GrantStep = "other_oa" // tokens of another OA, thrown away
)

// GrantError is an authorisation that came to nothing.
type GrantError struct {
	Step GrantStep
	Code int  // Zalo's, 0 for none
	Lost bool // no answer: the code may be used up
}

// Error tells the step and Zalo's code, no secret.
func (e *GrantError) Error() string {
	return "zalo: authorisation failed (" + string(e.Step) + ", code " + strconv.Itoa(e.Code) + ")"
}

// Authorise trades a code for a pair of tokens, stores it before any use, asks
// Zalo whose it is, and from then on works with it. Until it is known to be of
// our OA the pair lies beside the one in use, so that an administrator who
// picks the wrong OA spoils nothing.
func (c *Channel) Authorise(ctx context.Context, now time.Time, cb Callback, verifier Secret) (OA, error) {
	if cb.OAID != "" && cb.OAID != c.cfg.OAID {
		return OA{}, &GrantError{Step: StepOtherOA}
	}
	t := c.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	form := url.Values{
		"app_id":        {c.cfg.AppID},
		"grant_type":    {"authorization_code"},
		"code":          {cb.Code},
		"code_verifier": {string(verifier)},
	}
	o, g, code := t.trade(ctx, form)
	if o != granted || g.refresh == "" {
		return OA{}, &GrantError{Step: StepExchange, Code: code, Lost: o == lost}
	}
	rec := (&record{}).renewed(g, now)
	if rec.Seed = t.rec.Seed; t.cfg.RefreshToken != "" {
		rec.Seed = seedOf(t.cfg.RefreshToken) // what the configuration has is older than this
	}
	if t.putAs(ctx, t.name+asideSuffix, rec) != nil {
		return OA{}, &GrantError{Step: StepStore}
	}
	return c.adopt(ctx, now, rec)
}

// Resume takes up an authorisation that ended between granting and checking.
// ok is false when there is none.
func (c *Channel) Resume(ctx context.Context, now time.Time) (oa OA, ok bool, err error) {
	t := c.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	b, err := t.env.Vault.Get(ctx, t.name+asideSuffix)
	var rec record
	if errors.Is(err, chat.ErrNoSecret) || err == nil && (json.Unmarshal(b, &rec) != nil || !rec.usable(now)) {
		return OA{}, false, nil
	}
	if err != nil {
		return OA{}, false, &GrantError{Step: StepStore}
	}
	oa, err = c.adopt(ctx, now, rec)
	var ge *GrantError
	if errors.As(err, &ge) && ge.Step == StepExchange {
		return OA{}, false, nil // it has died meanwhile
	}
	return oa, true, err
}

// asideSuffix names the place in the vault of a pair that is not yet known to
// be of our OA.
const asideSuffix = ".aside"

// adopt asks whose rec is and makes it the pair in use. The tokens' lock is
// held.
func (c *Channel) adopt(ctx context.Context, now time.Time, rec record) (OA, error) {
	t := c.tokens
	var w wireOA
	code, e := c.askWith(ctx, now, c.reading(pathOA, nil), rec.Access, &w)
	switch {
	case e != nil && tokenCode(code):
		_ = t.putAs(ctx, t.name+asideSuffix, record{}) // dead: looked at again, it is still dead
		return OA{}, &GrantError{Step: StepExchange, Code: code}
	case e != nil:
		return OA{}, &GrantError{Step: StepVerify, Code: code}
	case string(w.ID) != c.cfg.OAID:
		_ = t.putAs(ctx, t.name+asideSuffix, record{}) // another OA's; left there it is refused again
		return OA{}, &GrantError{Step: StepOtherOA}
	}
	if t.put(ctx, rec) != nil {
		return OA{}, &GrantError{Step: StepStore}
	}
	t.rec, t.unsaved = rec, false
	_ = t.putAs(ctx, t.name+asideSuffix, record{}) // left there it would be adopted again, which changes nothing
	t.env.Count(countAuthorised)
	return w.oa(), nil
}
