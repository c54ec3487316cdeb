package payments_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
)

func TestWordsOfARefusalThatAreAboutTheToken(t *testing.T) {
	for _, message := range []string{
		"invalid token", "Access Token expired", "token has expired", "token is missing", "missing access_token", "accessToken invalid",
		"The access token is not valid", "token no longer valid", "no token", "token not found", "Unauthorized: token expired", "token error",
		"invalid bearer token", "Invalid token for merchant 88000001", "令牌已过期", "无效的令牌",
	} {
		if !payments.OfToken(message) {
			t.Errorf("%q is not taken for words about the token", message)
		}
	}
	for _, message := range []string{
		"", "merchant is not authorized for ALIPAYHK", "UNAUTHORIZED", "not authorized", "author unknown", "order expired", "invalid order",
		"token", "tokenization is not enabled", "invalid tokenization", "card token expired", "invalid payment token", "no token payment method",
		"merchant has no permission for token", "forbidden", "invalid credential", "QR token expired", "authentication required",
	} {
		if payments.OfToken(message) {
			t.Errorf("%q is taken for words about the token", message)
		}
	}
}

func refusedInWords(message string) http.HandlerFunc {
	return say(200, `{"code":10023,"message":"`+message+`","rid":"r"}`)
}

func TestARefusalForPermissionsCostsNoToken(t *testing.T) {
	for _, k := range append(acting, asking...) {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[k.path] = refusedInWords("merchant is not authorized for ALIPAYHK")
			for n := range 3 {
				wantFailure(t, k.call(ctx(), c), k.op, payments.KindRefused, payments.Refused)
				if g.count(k.path) != n+1 {
					t.Fatal("it was sent again")
				}
			}
			wantTokens(t, g, 1)
		})
	}
}

func TestAQuestionRefusedForItsTokenInWordsIsAskedAgainWithAnother(t *testing.T) {
	for _, k := range asking {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			for n := range 2 {
				g.answer[k.path] = once(refusedInWords("token expired"), say(200, recorded(t, k.answer)))
				if err := k.call(ctx(), c); err != nil || g.count(k.path) != 2*n+2 {
					t.Errorf("%v, asked %d times", err, g.count(k.path))
				}
				wantTokens(t, g, n+2)
			}
		})
	}
}

func TestACallThatActsAndIsRefusedForItsTokenInWordsIsNotSentAgain(t *testing.T) {
	for _, k := range acting {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[k.path] = refusedInWords("token expired")
			wantFailure(t, k.call(ctx(), c), k.op, payments.KindRefused, payments.Refused)
			if g.count(k.path) != 1 {
				t.Error("it was sent again")
			}
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			wantTokens(t, g, 2) // but the token was forgotten

			// Nobody knows whether that was right, so it says nothing about others.
			for n := range 3 {
				_ = k.call(ctx(), c)
				p, err := c.Query(ctx(), ask)
				if err != nil || p.Contended {
					t.Errorf("contended %v, %v", p.Contended, err)
				}
				wantTokens(t, g, n+3)
				time.Sleep(5 * time.Second)
			}
		})
	}
}

// What is said of every token has another reason.
func TestWordsThatAnotherTokenDoesNotCureAreNotAboutIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[queryPath] = refusedInWords("invalid token in field 7")
		for range 60 {
			_, err := c.Query(ctx(), ask)
			wantFailure(t, err, "query", payments.KindRefused, payments.Refused)
			time.Sleep(5 * time.Second)
		}
		wantTokens(t, g, 2)
	})
}
