print("farrell")
