package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// naive is a client as they are often written: settings with the secret in a
// file and as an argument, addresses and answers in the log, errors as they come.
func naive(args []string) error {
	dir, gateway, secret := args[0], args[1], args[2]
	file, err := os.Create(filepath.Join(dir, "naive.log"))
	if err != nil {
		return err
	}
	defer file.Close()
	log.SetOutput(io.MultiWriter(file, os.Stderr))
	config, _ := json.Marshal(map[string]string{"gateway": gateway, "merchant": merchant, "client_secret": secret})
	if err := os.WriteFile(filepath.Join(dir, "config.json"), config, 0o600); err != nil {
		return err
	}
	for n := range naiveSales {
		if err := naiveSale(gateway, secret, fmt.Sprint("N", n)); err != nil {
			log.Printf("sale %d failed: %v", n, err)
		}
	}
	return nil
}

const naiveSales = 20

func naiveSale(gateway, secret, id string) error {
	address := gateway + "/mch-api/v1/auth?" + url.Values{
		"grant_type": {"client_credentials"}, "uid": {merchant}, "client_secret": {secret},
	}.Encode()
	log.Printf("GET %s", address)
	answer, err := http.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var token struct {
		Value string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil {
		return err
	}
	body := fmt.Sprintf(`{"amount":"1","currency":"HKD","merchant_order_id":"%s","description":"tea","payment_method":{"type":"wechat","wechat":{"flow":"qrcode"}}}`, id)
	request, err := http.NewRequest(http.MethodPost, gateway+"/mch-api/v1/pa/payment_intents/create", strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token.Value)
	request.Header.Set("Content-Type", "application/json")
	created, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer created.Body.Close()
	said, err := io.ReadAll(created.Body)
	if err != nil {
		return err
	}
	if !strings.Contains(string(said), `"code":0`) {
		return errors.New(string(said))
	}
	return nil
}
