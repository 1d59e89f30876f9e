package zalo

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"
)

// Config is what an operator says about the OA.
type Config struct {
	AppID        string // of the app on developers.zalo.me; first term of the webhook signature
	AppSecret    Secret // of the same app; opens the token endpoint and signs appsecret_proof
	OAID         string // of the Official Account; events of others are acknowledged and ignored
	OASecretKey  Secret // shown on the console's webhook page; last term of the signature, not the AppSecret
	RefreshToken Secret // seeds the vault when it has no usable token; not read otherwise

	APIURL   string // default https://openapi.zalo.me
	OAuthURL string // default https://oauth.zaloapp.com
	ZNSURL   string // of template messages by phone; default https://business.openapi.zalo.me

	MediaHosts []string // where what people send is fetched from: these names and those below them; default [DefaultMediaHosts]

	PerMinute int           // requests a minute we allow ourselves, below the package's limit; default 80
	Window    time.Duration // how long after a person's last word we may write; default 7 days
	Buttons   bool          // draw up to five choices as buttons beside the numbers; false: numbers only
	Proof     bool          // send appsecret_proof, once it is switched on in the console
	TestPass  bool          // answer 200 to unsigned posts (the console's Test button) while setting up; never processed

	GroupProducts []string // kinds of groups the OA may buy, the smallest first; default gmf10 to gmf1000

	Recover          time.Duration // how often to look for messages that the webhook never brought; 0: never
	RedirectURL      string        // where Zalo sends the administrator back to after he authorised the app
	CodeVerifier     Secret        // the PKCE verifier whose challenge stands in the console; "": a new one for each grant
	VerificationCode string        // proves that the domain is ours, see [DomainProof]

	ContactImage string // https address of the picture above a request for somebody's number; "": none is drawn
	ZNSTest      bool   // template messages by phone go to administrators only, free of charge
}

// The addresses of the platform.
const (
	DefaultAPIURL   = "https://openapi.zalo.me"
	DefaultOAuthURL = "https://oauth.zaloapp.com"
	DefaultZNSURL   = "https://business.openapi.zalo.me"
)

// DefaultMediaHosts are the domains that what people send is known to lie on.
// Zalo documents none of them, so an operator may name others.
func DefaultMediaHosts() []string {
	return []string{"zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com", "zaloplatforms.com"}
}

const (
	defaultPerMinute = 80
	defaultWindow    = 7 * 24 * time.Hour
	defaultRecover   = 5 * time.Minute
	leastRecover     = time.Minute
)

// DefaultConfig is a Config without credentials.
func DefaultConfig() Config {
	return Config{
		APIURL:    DefaultAPIURL,
		OAuthURL:  DefaultOAuthURL,
		ZNSURL:    DefaultZNSURL,
		PerMinute: defaultPerMinute,
		Window:    defaultWindow,
		Buttons:   true,
		Recover:   defaultRecover,

		GroupProducts: []string{"gmf10", "gmf50", "gmf100", "gmf1000"},
		MediaHosts:    DefaultMediaHosts(),
	}
}

// Enabled reports whether any credential is set: a platform without
// credentials is off.
func (c Config) Enabled() bool {
	return c.AppID != "" || c.AppSecret != "" || c.OAID != "" || c.OASecretKey != "" || c.RefreshToken != ""
}

// filled replaces zero values that have a default. Buttons and Recover have
// none: false means false, 0 never; start from [DefaultConfig].
func (c Config) filled() Config {
	d := DefaultConfig()
	if c.APIURL == "" {
		c.APIURL = d.APIURL
	}
	if c.OAuthURL == "" {
		c.OAuthURL = d.OAuthURL
	}
	if c.ZNSURL == "" {
		c.ZNSURL = d.ZNSURL
	}
	if c.MediaHosts == nil {
		c.MediaHosts = d.MediaHosts
	}
	if c.PerMinute == 0 {
		c.PerMinute = d.PerMinute
	}
	if c.Window == 0 {
		c.Window = d.Window
	}
	if len(c.GroupProducts) == 0 {
		c.GroupProducts = d.GroupProducts
	}
	return c
}

// Check names everything that is wrong with c, all at once.
func (c Config) Check() error {
	c = c.filled()
	var errs []error
	need := func(ok bool, key string) {
		if !ok {
			errs = append(errs, fmt.Errorf("zalo.%s is missing", key))
		}
	}
	need(c.AppID != "", "app_id")
	need(c.AppSecret != "", "app_secret")
	need(c.OAID != "", "oa_id")
	need(c.OASecretKey != "", "oa_secret_key")
	if c.AppSecret != "" && c.AppSecret == c.OASecretKey {
		errs = append(errs, errors.New("zalo.oa_secret_key equals zalo.app_secret: it is another one, on the console's webhook page"))
	}
	if c.PerMinute < 0 {
		errs = append(errs, errors.New("zalo.per_minute is negative"))
	}
	if c.Window < 0 {
		errs = append(errs, errors.New("zalo.window is negative"))
	}
	if c.Recover != 0 && c.Recover < leastRecover {
		errs = append(errs, errors.New("zalo.recover is below 1m: reading costs requests that answers need"))
	}
	for _, p := range c.GroupProducts {
		if groupSize(p) == 0 {
			errs = append(errs, fmt.Errorf("zalo.group_products: %q is no kind of group, such as gmf100", p))
		}
	}
	for _, h := range c.MediaHosts {
		if !hostPattern.MatchString(h) {
			errs = append(errs, fmt.Errorf("zalo.media_hosts: %q is not a domain like zdn.vn", h))
		}
	}
	if v := string(c.CodeVerifier); v != "" && !verifierPattern.MatchString(v) {
		errs = append(errs, errors.New("zalo.code_verifier must have 43 letters and digits"))
	}
	if v := c.VerificationCode; v != "" && !proofPattern.MatchString(v) {
		errs = append(errs, errors.New("zalo.verification_code has only letters, digits, - and _: take it from the name of the file, zalo_verifierCODE.html"))
	}
	if c.RedirectURL != "" {
		errs = append(errs, checkURL("redirect_url", c.RedirectURL))
	}
	if c.ContactImage != "" && !strings.HasPrefix(c.ContactImage, "https://") {
		errs = append(errs, errors.New("zalo.contact_image must begin with https://"))
	}
	errs = append(errs, checkURL("api_url", c.APIURL), checkURL("oauth_url", c.OAuthURL), checkURL("zns_url", c.ZNSURL))
	return errors.Join(errs...)
}

// checkURL wants https, since each request carries a secret; plain http is for
// a simulator on this machine.
func checkURL(key, s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return fmt.Errorf("zalo.%s is not an address like https://host", key)
	}
	if u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("zalo.%s must begin with https://", key)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Secret is a string that prints as stars, whichever way it is printed.
type Secret string

const stars = "***"

// String hides the secret.
func (Secret) String() string { return stars }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return stars }

// Format hides the secret from every verb, %d and %x too.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(stars)) }

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(stars) }

// MarshalText hides the secret from encoders of text.
func (Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }

// MarshalJSON hides the secret from JSON.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + stars + `"`), nil }
