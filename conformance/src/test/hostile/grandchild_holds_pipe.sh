# Says hello and exits; its child keeps the pipe open for a minute.
read -r line
echo '{"control":"hello","version":1,"role":"proxy","name":"hostile","capabilities":[]}'
sleep 60 &
exit 0
