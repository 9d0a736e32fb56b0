-- Who lists breaks reads what is open of the claims that they are about.
GRANT EXECUTE ON FUNCTION is_about_claim TO lending_api;
