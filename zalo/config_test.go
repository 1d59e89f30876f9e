package zalo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"langnghe/bot/chat"
	"langnghe/zalo"
)

func TestSecretsPrintAsStars(t *testing.T) {
	r := newRig(t)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "cfg", r.cfg, "secret", r.cfg.AppSecret)
	js, err := json.Marshal(r.cfg)
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(js)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		all += fmt.Sprintf(verb, r.cfg) + fmt.Sprintf(verb, r.cfg.AppSecret) + fmt.Sprintf(verb, r.ch)
	}
	for _, s := range []string{appSecret, oaSecret, "rt-first", fmt.Sprintf("%x", appSecret)} {
		if strings.Contains(all, s) {
			t.Errorf("%q is told", s)
		}
	}
}

func TestConfigSaysAllThatIsWrong(t *testing.T) {
	_, err := zalo.Open(zalo.Config{APIURL: "http://openapi.example", OAuthURL: "x", PerMinute: -1, Window: -1,
		Recover: 1, CodeVerifier: "short", VerificationCode: "<b>", RedirectURL: "ftp://x"}, chat.Env{})
	for _, key := range []string{"app_id", "app_secret", "oa_id", "oa_secret_key", "api_url", "oauth_url", "per_minute", "window",
		"recover", "code_verifier", "verification_code", "redirect_url"} {
		if err == nil || !strings.Contains(err.Error(), "zalo."+key) {
			t.Errorf("nothing said about %s: %v", key, err)
		}
	}
	same := zalo.Config{AppID: appID, AppSecret: "s", OAID: oaID, OASecretKey: "s"}
	if err := same.Check(); err == nil {
		t.Error("one secret for two")
	}
	if (zalo.Config{}).Enabled() || !same.Enabled() {
		t.Error("enabled is wrong")
	}
	same.OASecretKey, same.APIURL, same.OAuthURL = "t", "http://127.0.0.1:80", "http://localhost:1"
	if err := same.Check(); err != nil {
		t.Error(err)
	}
	if _, err := zalo.Open(same, chat.Env{}); err == nil {
		t.Error("opened without an environment")
	}
}
