package practice

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// CBTIS docs, auth-method: a token lives 3600 s and is 84 hex characters long.
const (
	tokenLife  = time.Hour
	tokenBytes = 42
)

// auth issues a token. Its answer is a bare object, not in the envelope.
func (g *Gateway) auth(w http.ResponseWriter, r *http.Request) {
	d := g.dice.Load()
	wait(r, g.delay)
	switch {
	case g.down.Load():
		writeBadGateway(w)
		return
	case d.strikes(authLost):
		g.played(r, authLost)
		hangUp()
	case d.strikes(authError):
		g.played(r, authError)
		writeBadGateway(w)
		return
	case d.strikes(authSilence):
		g.played(r, authSilence)
		d.writeSilence(w)
		return
	case d.strikes(authSlow):
		g.played(r, authSlow)
		wait(r, d.faults.SlowFor)
	}
	query := r.URL.Query()
	if problem := badTokenRequest(query); problem != "" {
		writeAnswer(w, malformed(problem))
		return
	}
	g.mu.Lock()
	good := equal(query.Get("uid"), g.credentials.UID) & equal(query.Get("client_secret"), g.credentials.Secret)
	g.mu.Unlock()
	if good != 1 {
		g.log.Warn("practice: token request with wrong credentials")
		writeAnswer(w, refusal(http.StatusUnauthorized, codeUnauthorized, "invalid uid or client_secret"))
		return
	}
	writeJSON(w, http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}{g.issueToken(d.strikes(tokenSingle)), int(tokenLife / time.Second)})
}

func badTokenRequest(query url.Values) string {
	for _, name := range []string{"grant_type", "uid", "client_secret"} {
		if len(query[name]) != 1 || query.Get(name) == "" {
			return name + " is required, once, in the query string"
		}
	}
	if query.Get("grant_type") != "client_credentials" {
		return "grant_type must be client_credentials"
	}
	return ""
}

func (g *Gateway) issueToken(endOthers bool) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	for old, end := range g.tokens {
		if endOthers || !now.Before(end) {
			delete(g.tokens, old)
		}
	}
	token := randomHex(tokenBytes)
	g.tokens[token] = now.Add(tokenLife)
	return token
}

// authorized says whether the request carries a token that is alive.
func (g *Gateway) authorized(r *http.Request) (token string, ok bool) {
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		return "", false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	end, known := g.tokens[token]
	return token, known && time.Now().Before(end)
}

func (g *Gateway) endToken(token string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.tokens, token)
}

func equal(a, b string) int { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) }
